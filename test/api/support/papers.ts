import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { v7 as uuidv7 } from 'uuid';
import { recordEvents } from '../../../activities/decisions/recording.ts';
import { deliverTenderLane } from '../../../activities/delivery/tender-lane.ts';
import { SYSTEM, type EventName, type TenderEvent, type TenderState } from '../../../domain/tender/index.ts';
import {
  addMembership,
  createDraft,
  createFence,
  createParty,
  createPerson,
  noteBytes,
  partyByUscc,
} from '../../../store/index.ts';
import { EXAMPLE_PARTIES } from '../../support/drafts.ts';
import { putTender } from '../../support/launched.ts';
import { stepsOf, wholeLife } from '../../support/papers.ts';
import { actingAs, entrust, personOnly, signedIn, testUscc, type Acting } from './people.ts';
import type { TestPlatform } from './platform.ts';

/** What a placeholder hash of the life stands for. */
export const PAPERS = {
  documents: 'a'.repeat(64),
  clarification: '7'.repeat(64),
  correction: '8'.repeat(64),
  opened1: '00'.repeat(32),
  opened2: '10'.repeat(32),
  opened3: '20'.repeat(32),
  evaluation: 'b'.repeat(64),
  notice1: '6'.repeat(64),
  evidence: 'e'.repeat(64),
  notice2: '5'.repeat(64),
  contract: 'c'.repeat(64),
  written: 'd'.repeat(64),
} as const;
export type PaperName = keyof typeof PAPERS;

/** Everybody there is. lost: had the award and lost it. rival: bid and never won. */
export const CALLERS = [
  'anonymous',
  'person',
  'stranger',
  'lost',
  'winner',
  'rival',
  'tenderee',
  'agency',
  'otherTenderee',
  'otherAgency',
  'authority',
  'elsewhere',
  'administrator',
] as const;
export type Caller = (typeof CALLERS)[number];

/** Everybody of a tender's life, signed in, and its papers with their bytes. */
export interface Readers {
  /** Their tokens; none of who is not signed in. */
  readonly tokens: Readonly<Record<Caller, string | undefined>>;
  readonly agency: Acting;
  readonly authority: Acting;
  readonly stranger: Acting;
  /** The ids here of the example's parties. */
  readonly partyIds: ReadonlyMap<string, string>;
  /** The hash of the bytes that are kept for a paper's placeholder. */
  readonly kept: ReadonlyMap<string, string>;
}

const LIVES = { open: wholeLife('open'), procurement: wholeLife('procurement-open') } as const;

/** Registers everybody and stores bytes for each paper. */
export async function openReaders(platform: TestPlatform): Promise<Readers> {
  const kept = new Map<string, string>();
  for (const placeholder of Object.values(PAPERS)) {
    const bytes = Readable.from([randomBytes(1024)]);
    const note = (noted: string): Promise<void> => noteBytes(platform.deps.store, noted);
    const { sha256 } = await platform.deps.blobs.put(bytes, { maxBytes: 1024, note });
    kept.set(placeholder, sha256);
  }
  const { tenderee, bidder1, bidder2, bidder3 } = EXAMPLE_PARTIES;
  const agency = await memberOf(platform, EXAMPLE_PARTIES.agency, 'agency');
  const authority = await actingAs(platform, 'supervisor');
  const stranger = await actingAs(platform, 'bidder');
  const ministry = { name: '外省发改委', uscc: testUscc(801) };
  const acting: Readonly<Record<Exclude<Caller, 'anonymous' | 'person'>, Acting>> = {
    stranger,
    lost: await memberOf(platform, bidder1, 'bidder'),
    winner: await memberOf(platform, bidder2, 'bidder'),
    rival: await memberOf(platform, bidder3, 'bidder'),
    tenderee: await memberOf(platform, tenderee, 'tenderee'),
    agency,
    otherTenderee: await actingAs(platform, 'tenderee'),
    otherAgency: await actingAs(platform, 'agency'),
    authority,
    elsewhere: await memberOf(platform, ministry, 'supervisor', ['45']),
    administrator: await actingAs(platform, 'administrator'),
  };
  await entrust(platform, tenderee, agency);
  const signed = Object.entries(acting).map(([name, { token }]) => [name, token]);
  const { token: person } = await personOnly(platform);
  const tokens = { ...Object.fromEntries(signed), anonymous: undefined, person } as Readers['tokens'];
  const examples = { tenderee, agency: EXAMPLE_PARTIES.agency };
  const named = { ...examples, lost: bidder1, winner: bidder2, rival: bidder3 };
  const partyIds = new Map(
    Object.entries(named).map(([name, { id }]) => [id, acting[name as 'lost'].identity.partyId]),
  );
  return { tokens, agency, authority, stranger, partyIds, kept };
}

/** A whole life as it is recorded here event by event, with everything delivered that it called for; gives the tender's id. */
export async function wholeTender(
  platform: TestPlatform,
  { kept, partyIds }: Readers,
  life: keyof typeof LIVES,
): Promise<string> {
  const { store, config, signer } = platform.deps;
  const here = { ...config, publicUrl: config.http.publicUrl };
  const { events, state } = LIVES[life];
  const id = uuidv7();
  const given = [...kept, ...partyIds, [state.id, id] as const].reduce(
    (text, [example, real]) => text.replaceAll(`"${example}"`, `"${real}"`),
    JSON.stringify(events),
  );
  await store.transaction(async (tx) => {
    const draft = { ...state.draft, projectCode: id };
    const ownerPartyId = partyIds.get(EXAMPLE_PARTIES.tenderee.id)!;
    await createDraft(tx, { id, ownerPartyId, draft, rehearsal: false, clockStartsAt: null });
    const { documentsIssuedFromAt: documentsFromAt, bidDeadlineAt } = state;
    await createFence(tx, { tenderId: id, rehearsal: false, shiftMs: 0, documentsFromAt, bidDeadlineAt });
    const doer = { actor: SYSTEM, address: null, commandId: null };
    await recordEvents(tx, here, null, JSON.parse(given) as TenderEvent[], doer);
  });
  const turn = { beat: () => undefined, signal: new AbortController().signal };
  for (;;) {
    const { failed, remaining } = await deliverTenderLane(
      { store, platform: here, signer },
      `tender:${id}`,
      turn,
    );
    if (failed !== null) throw new Error(failed.error);
    if (remaining === 0) return id;
  }
}

/** Somebody registered who acts for a party of this name and code, signed in. */
export async function memberOf(
  platform: TestPlatform,
  { name, uscc }: { readonly name: string; readonly uscc: string },
  role: 'agency' | 'bidder' | 'tenderee' | 'supervisor',
  regions: string[] | null = null,
): Promise<Acting> {
  const login = `member-${uscc}-${role}`;
  const identity = await platform.deps.store.transaction(async (tx) => {
    const about = { id: uuidv7(), login, passwordHash: '-', realName: '赵六', phone: '13800000000' };
    const person = await createPerson(tx, about);
    await createParty(tx, { id: uuidv7(), uscc, name, address: '-', kinds: [role], regions });
    const party = await partyByUscc(tx, uscc);
    await addMembership(tx, { personId: person!.id, partyId: party!.id, role });
    return { personId: person!.id, login, role, partyId: party!.id, uscc, partyName: name };
  });
  return signedIn(platform, identity);
}

/** Puts a life as it stood after an event (the last of that name) into the store, with papers that are really there. */
export async function tenderAfter(
  platform: TestPlatform,
  { kept }: Readers,
  event: EventName,
  life: keyof typeof LIVES,
): Promise<TenderState> {
  const step = stepsOf(LIVES[life].events).findLast((one) => one.event.name === event)!;
  const json = [...kept].reduce(
    (text, [placeholder, sha256]) => text.replaceAll(placeholder, sha256),
    JSON.stringify(step.state),
  );
  return putTender(platform.deps.store, JSON.parse(json) as TenderState, { at: step.event.at + 1_000 });
}

/** Asks for a document of a tender. */
export async function readDocument(
  platform: TestPlatform,
  tenderId: string,
  sha256: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; code: string | null; sha256: string }> {
  const response = await fetch(`${platform.baseUrl}/v1/tenders/${tenderId}/documents/${sha256}`, { headers });
  const bytes = Buffer.from(await response.arrayBuffer());
  const isProblem = /problem\+json/.test(response.headers.get('Content-Type') ?? '');
  const code = isProblem ? String((JSON.parse(bytes.toString()) as { code: string }).code) : null;
  return { status: response.status, code, sha256: createHash('sha256').update(bytes).digest('hex') };
}
