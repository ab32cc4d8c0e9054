import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { recordEvents } from '../../activities/decisions/recording.ts';
import { deliverTenderLane } from '../../activities/delivery/tender-lane.ts';
import { ocidOf } from '../../domain/disclosure/index.ts';
import type { DocumentRef, TenderDraft, TenderEvent } from '../../domain/tender/index.ts';
import { SYSTEM } from '../../domain/tender/index.ts';
import {
  createDraft,
  createFence,
  createParty,
  databaseNow,
  listAnnouncements,
  listNotices,
  releasesOf,
} from '../../store/index.ts';
import { EXAMPLE_PARTIES, exampleCommittee } from '../support/drafts.ts';
import {
  AUTHORITY,
  INVITED,
  INVITED_DRAFT,
  ORDER_TEXT,
  PREQUALIFIED,
  REJECTED,
  REJECTION_REASON,
  REPORT_TEXT,
  closed,
  concluded,
  opened,
  suspendedByOrder,
  type Life,
} from '../domain/disclosure/procedures.ts';
import { actingAs, send, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { settledHead } from './support/record.ts';

let platform: TestPlatform;
let supervisor: Acting;
let owner: Acting;
let rehearsals = 0;
/** Who the example's parties are on this platform. */
const partyIds: Record<string, string> = {};

beforeAll(async () => {
  platform = await startPlatform();
  owner = await actingAs(platform, 'agency');
  supervisor = await actingAs(platform, 'supervisor', AUTHORITY);
  for (const { id, name, uscc } of Object.values(EXAMPLE_PARTIES)) {
    partyIds[id] = uuidv7();
    await platform.deps.store.transaction((tx) =>
      createParty(tx, { id: partyIds[id]!, uscc, name, address: '-', kinds: ['bidder'] }),
    );
  }
});
afterAll(() => platform.close());

const ourPlatform = () => {
  const { config } = platform.deps;
  return {
    publicUrl: config.http.publicUrl,
    platformName: config.platformName,
    ocidPrefix: config.ocidPrefix,
  };
};

/** A life's events as they would be here: the tender and the parties under the ids of this platform. */
function here(life: Life, tenderId: string): TenderEvent[] {
  const text = Object.entries(partyIds).reduce(
    (all, [example, id]) => all.replaceAll(`"${example}"`, `"${id}"`),
    JSON.stringify(life.steps.map(({ event }) => event)),
  );
  return JSON.parse(text.replaceAll('"tender-1"', `"${tenderId}"`)) as TenderEvent[];
}

/** Records a life, delivers what it calls for, and gives the tender's id. */
async function lived(life: Life, documents?: readonly DocumentRef[]): Promise<string> {
  const { store } = platform.deps;
  const id = uuidv7();
  const events = here(life, id);
  const draft: TenderDraft = { ...life.steps[0]!.state.draft, projectCode: `OS-${++rehearsals}` };
  await store.transaction(async (tx) => {
    await createDraft(tx, {
      id,
      ownerPartyId: owner.identity.partyId,
      draft,
      rehearsal: false,
      clockStartsAt: null,
    });
    const { documentsIssuedFromAt: documentsFromAt, bidDeadlineAt } = life.state;
    const shiftMs = documentsFromAt + 1000 - (await databaseNow(tx));
    await createFence(tx, { tenderId: id, rehearsal: false, shiftMs, documentsFromAt, bidDeadlineAt });
    const given = events.map((event) =>
      event.name === 'noticePublished' && documents !== undefined
        ? { ...event, draft: { ...event.draft, documents } }
        : event,
    );
    await recordEvents(tx, ourPlatform(), null, given, { actor: SYSTEM, address: null, commandId: null });
  });
  const turn = { beat: () => undefined, signal: new AbortController().signal };
  const delivered = await deliverTenderLane(
    { store, platform: ourPlatform(), signer: platform.deps.signer },
    `tender:${id}`,
    turn,
  );
  expect(delivered).toEqual({ remaining: 0, failed: null });
  await settledHead(platform);
  return id;
}

/** The kinds of notices in a party's inbox about a tender, oldest first, with their Chinese texts. */
async function inbox(partyId: string, tenderId: string): Promise<[unknown, string][]> {
  const reader = { partyId, personId: uuidv7() };
  const asked = { tenderId, unread: null };
  const found = await listNotices(platform.deps.store.em(), reader, asked, { after: null, limit: 200 });
  return found.map(({ body }): [unknown, string] => [body['kind'], String(body['textZh'])]).toReversed();
}

/** Everything that anybody may read of a tender. */
async function publicTexts(tenderId: string): Promise<string> {
  const em = platform.deps.store.em();
  const ocid = ocidOf(ourPlatform().ocidPrefix, tenderId, false);
  const announcements = await listAnnouncements(em, { tenderId }, { after: null, limit: 100 });
  const releases = await releasesOf(em, ocid);
  expect(announcements.length).toBeGreaterThan(0);
  const paths = [
    '/v1/tenders',
    `/v1/tenders/${tenderId}`,
    `/v1/tenders/${tenderId}/deadlines`,
    `/v1/announcements?tenderId=${tenderId}`,
    ...announcements.map(({ id }) => `/announcements/${id}`),
    ...releases.map(({ id }) => `/ocds/releases/${id}.json`),
    `/ocds/records/${ocid}.json`,
    `/v1/record?tenderId=${tenderId}&limit=200`,
  ];
  const answers = await Promise.all(paths.map((path) => send(platform, 'GET', path)));
  expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 200));
  return answers.map(({ text }) => text).join('\n');
}

/** What a supervisor reads of a tender: its view and its record with the private parts as far as they are open. */
async function supervisedTexts(tenderId: string): Promise<string> {
  const answers = await Promise.all(
    ['', '/record?limit=200'].map((rest) =>
      send(platform, 'GET', `/v1/supervision/tenders/${tenderId}${rest}`, { token: supervisor.token }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  return answers.map(({ text }) => text).join('\n');
}

const NAMES = [...INVITED, REJECTED].flatMap(({ name, uscc }) => [name, uscc]);
const found = (texts: string, secrets: readonly string[]): string[] =>
  secrets.filter((secret) => texts.includes(secret));

describe('an invited tender before its opening', () => {
  let tenderId: string;
  beforeAll(async () => {
    tenderId = await lived(closed(suspendedLifted()));
  });

  it('names none of the invited in anything public, nor the words of an order or of the report', async () => {
    const ids = INVITED.map(({ uscc }) => partyIdOf(uscc));
    expect(found(await publicTexts(tenderId), [...NAMES, ...ids, ORDER_TEXT, REPORT_TEXT])).toEqual([]);
  });

  it('names none of the invited to the authority either', async () => {
    const texts = await supervisedTexts(tenderId);
    expect(found(texts, NAMES)).toEqual([]);
    // The authority reads the words of its order and the report on it.
    expect(found(texts, [ORDER_TEXT, REPORT_TEXT])).toEqual([ORDER_TEXT, REPORT_TEXT]);
  });

  it('tells each of the invited, the tenderee and the authority what concerns them', async () => {
    for (const { uscc } of INVITED) {
      const notices = await inbox(partyIdOf(uscc), tenderId);
      expect(notices.map(([kind]) => kind)).toEqual(['invitation', 'suspension', 'resumption']);
      const others = INVITED.filter((one) => one.uscc !== uscc).flatMap((one) => [one.name, one.uscc]);
      expect(found(JSON.stringify(notices), others)).toEqual([]);
    }
    expect((await inbox(partyIds['party-tenderee']!, tenderId)).map(([kind]) => kind)).toEqual([
      'instruction',
      'resumption',
    ]);
    expect((await inbox(supervisor.identity.partyId, tenderId)).map(([kind]) => kind)).toEqual([
      'instruction-acknowledged',
      'instruction-reported',
    ]);
    expect(await inbox(partyIds['party-stranger']!, tenderId)).toEqual([]);
  });
});

describe('an invited tender after its opening', () => {
  it('shows the authority who was invited', async () => {
    const tenderId = await lived(opened(suspendedLifted()));
    expect(found(await supervisedTexts(tenderId), ['"invitees"'])).toEqual(['"invitees"']);
  });
});

describe('a prequalified tender before its opening', () => {
  let tenderId: string;
  beforeAll(async () => {
    tenderId = await lived(closed(concluded(PREQUALIFIED)));
  });

  it('names no applicant, no member of the committee and no reason in anything public', async () => {
    const members = exampleCommittee().map(({ name }) => name);
    const ids = Object.values(EXAMPLE_PARTIES)
      .filter(({ id }) => id.startsWith('party-bidder') || id === 'party-stranger')
      .map(({ id }) => partyIds[id]!);
    const texts = await publicTexts(tenderId);
    expect(found(texts, [...NAMES, ...ids, ...members, REJECTION_REASON, 'applicationSubmitted'])).toEqual(
      [],
    );
    expect(found(await supervisedTexts(tenderId), [...NAMES, ...members, REJECTION_REASON])).toEqual([]);
  });

  it('tells each applicant its own result', async () => {
    const kinds = async (id: string) => (await inbox(partyIds[id]!, tenderId)).map(([kind]) => kind);
    expect(await kinds('party-bidder-1')).toEqual(['application-received', 'qualified']);
    expect(await kinds('party-stranger')).toEqual(['application-received', 'not-qualified']);
    const [, [, text]] = (await inbox(partyIds['party-stranger']!, tenderId)) as [unknown, [unknown, string]];
    expect(text).toBe(`贵方未通过资格预审，不具有投标资格。理由：${REJECTION_REASON}`);
  });

  it('keeps the committee from the authority until the award', async () => {
    const open = await lived(opened(concluded(PREQUALIFIED)));
    const texts = await supervisedTexts(open);
    expect(found(texts, [REJECTION_REASON, ...exampleCommittee().map(({ name }) => name)])).toEqual([]);
  });
});

describe('the authorities that are told', () => {
  it('are those of the tender’s region and industry, and of them the one that gave the order', async () => {
    const scoped = async (name: string, regions: string[] | null, industries: string[] | null) => {
      const id = uuidv7();
      await platform.deps.store.transaction((tx) =>
        createParty(tx, {
          id,
          uscc: `USCC-${id}`,
          name,
          address: '-',
          kinds: ['supervisor'],
          regions,
          industries,
        }),
      );
      return id;
    };
    const provincial = await scoped('河北省示例主管部门', ['13'], null);
    const elsewhere = await scoped('辽宁省示例主管部门', ['21'], null);
    const railways = await scoped('铁路示例主管部门', null, ['railway']);
    const life = suspendedByOrder(INVITED_DRAFT);
    life.give(
      { name: 'terminateTender', reason: '项目取消。' },
      { role: 'agency', personId: 'p', partyId: 'a', uscc: EXAMPLE_PARTIES.agency.uscc, partyName: '' },
      '09-25 10:00',
    );
    const tenderId = await lived(life);
    const kinds = async (id: string) => (await inbox(id, tenderId)).map(([kind]) => kind);
    expect(await kinds(provincial)).toEqual(['termination']);
    expect(await kinds(supervisor.identity.partyId)).toEqual([
      'instruction-acknowledged',
      'instruction-reported',
      'termination',
    ]);
    expect([await kinds(elsewhere), await kinds(railways)]).toEqual([[], []]);
  });
});

describe('the documents of a tender for some', () => {
  it('go to the invited and to nobody else who is not its own or the authority', async () => {
    const invited = await actingAs(platform, 'bidder');
    const uninvited = await actingAs(platform, 'bidder');
    const tenderee = await actingAs(platform, 'tenderee');
    const stored = await send(platform, 'POST', '/v1/documents?name=a.pdf', {
      token: owner.token,
      body: randomBytes(64),
      headers: { 'Content-Type': 'application/pdf' },
    });
    const document = stored.json as unknown as DocumentRef;
    const party = { name: invited.identity.partyName!, uscc: invited.identity.uscc! };
    const life = suspendedByOrder({ ...INVITED_DRAFT, invitees: [...INVITED, party] });
    const tenderId = await lived(life, [document]);
    const take = async (token: string) => {
      const answer = await send(platform, 'GET', `/v1/tenders/${tenderId}/documents/${document.sha256}`, {
        token,
      });
      return [answer.status, answer.json['code']];
    };
    expect(await take(invited.token)).toEqual([200, undefined]);
    expect(await take(supervisor.token)).toEqual([200, undefined]);
    // Refused by the law of the invitation, or by the route: either way no bytes.
    for (const { token } of [uninvited, tenderee]) {
      const [status, code] = await take(token);
      expect([403, 422]).toContain(status);
      expect(code).toBeTruthy();
    }
  });
});

function partyIdOf(uscc: string): string {
  const [example] = Object.values(EXAMPLE_PARTIES).filter((party) => party.uscc === uscc);
  return partyIds[example!.id]!;
}

/** An invited tender that was suspended and goes on again before its deadline. */
function suspendedLifted(): Life {
  const [rule, article] = ['CMP-008', '招标投标法实施条例第六十二条第一款'];
  return suspendedByOrder(INVITED_DRAFT)
    .tell(
      { name: 'suspensionLifted', groundId: 'instruction-1', because: 'order' },
      '09-23 11:00',
      rule,
      article,
    )
    .tell({ name: 'processResumed', suspendedMs: 3 * 86_400_000 }, '09-23 11:00', rule, article);
}
