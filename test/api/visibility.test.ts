import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { v7 as uuidv7 } from 'uuid';
import { recordComplaintEvents } from '../../activities/decisions/complaint-recording.ts';
import { recordEvents } from '../../activities/decisions/recording.ts';
import { deliverSupervisorLane } from '../../activities/delivery/supervisor-lane.ts';
import { actorOf } from '../../api/deps.ts';
import type { ComplaintParty } from '../../domain/complaint/index.ts';
import { isSealedIn } from '../../domain/record/sealed/index.ts';
import type { Actor, TenderState } from '../../domain/tender/index.ts';
import {
  CONFIDENTIAL,
  courseOf,
  isSealed,
  openedPart,
  VISIBILITY,
  type RecordedEvent,
} from '../../domain/visibility/index.ts';
import { createOutgoing } from '../../runtime/outgoing.ts';
import { endpointOfParty, enterRecord, putEndpoint, readRecord } from '../../store/index.ts';
import { Complaint, filing, objectedTender } from '../support/complaints.ts';
import { agencyActor } from '../support/drafts.ts';
import { entryOf } from '../support/entry.ts';
import { putTender } from '../support/launched.ts';
import { moment, processAt, type Stage } from '../support/process.ts';
import { actingAs, send, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { settledHead } from './support/record.ts';

let platform: TestPlatform;
let asked: Acting;
let observing: Acting;
let complainant: Acting;
let stopReceiver: () => Promise<void>;
const pushed: string[] = [];

beforeAll(async () => {
  platform = await startPlatform();
  asked = await actingAs(platform, 'supervisor');
  observing = await actingAs(platform, 'supervisor');
  complainant = await actingAs(platform, 'bidder', '投诉人甲有限公司');
  const receiver = http.createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      pushed.push(body);
      response.end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  stopReceiver = () => new Promise((resolve) => receiver.close(() => resolve()));
  const { vault, store } = platform.deps;
  await store.transaction((tx) =>
    putEndpoint(tx, {
      id: uuidv7(),
      partyId: observing.identity.partyId,
      url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`,
      secret: vault.seal(Buffer.from(`whsec_${Buffer.alloc(24, 1).toString('base64')}`)),
    }),
  );
});
afterAll(async () => {
  await platform.close();
  await stopReceiver();
});

interface Viewed {
  readonly id: string;
  readonly event: string;
  readonly role: string;
  readonly opened: { salt: string | null; private: Record<string, unknown> } | null;
}

/** The whole record of a tender as an authority is shown it. */
async function recordFor(by: Acting, tenderId: string): Promise<Viewed[]> {
  const entries: Viewed[] = [];
  for (let from = 0; ;) {
    const path = `/v1/supervision/tenders/${tenderId}/record?limit=200&from=${from}`;
    const page = (await send(platform, 'GET', path, { token: by.token })).json as {
      entries: Viewed[];
      next: number;
    };
    if (page.entries.length === 0) return entries;
    entries.push(...page.entries);
    from = page.next;
  }
}

/** The sealed acts of a tender that an authority is shown, by pages of three. */
async function sealedFor(by: Acting, tenderId: string): Promise<Viewed[]> {
  const acts: Viewed[] = [];
  for (let cursor = ''; ;) {
    const path = `/v1/supervision/tenders/${tenderId}/sealed-acts?limit=3${cursor}`;
    const page = (await send(platform, 'GET', path, { token: by.token })).json as {
      acts: (Viewed & { leaf: string; batch: string; position: number; path: string[] })[];
      next: string | null;
    };
    for (const { leaf, batch, position, path: way, ...act } of page.acts) {
      const entry = (await readRecord(platform.deps.store.em(), 'record', { from: 0, limit: 10_000 })).find(
        ({ id }) => id === batch,
      );
      const hashes = way.map((one) => Buffer.from(one, 'base64'));
      const root = Buffer.from(String(entry?.data['root']), 'hex');
      expect(isSealedIn({ leaf, position }, hashes, root)).toBe(true);
      acts.push(act);
    }
    if (page.next === null) return acts;
    cursor = `&cursor=${page.next}`;
  }
}

/** What an authority's stream says of the record from an index up to its present head. */
async function streamed(by: Acting, from: number): Promise<string> {
  const head = await settledHead(platform);
  const stop = new AbortController();
  const response = await fetch(`${platform.baseUrl}/v1/supervision/stream?from=${from}`, {
    headers: { Authorization: `Bearer ${by.token}` },
    signal: stop.signal,
  });
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes(`id: ${head - 1}\n`)) break;
  }
  stop.abort();
  return text;
}

/** What was pushed to the observing authority once its lane has nothing left. */
async function pushedNow(): Promise<string> {
  const { store, vault, logger } = platform.deps;
  const endpoint = await endpointOfParty(store.em(), observing.identity.partyId);
  const turn = { beat: () => undefined, signal: new AbortController().signal };
  // The receiver stands on this machine.
  const outgoing = createOutgoing({ allowPrivate: true });
  for (;;) {
    const result = await deliverSupervisorLane({ store, vault, logger, outgoing }, endpoint!.id, turn);
    expect(result.failed).toBeNull();
    if (result.remaining === 0) return pushed.join('\n');
  }
}

const partyOf = ({ identity }: Acting): ComplaintParty => ({
  partyId: identity.partyId,
  name: identity.partyName,
  uscc: identity.uscc,
});

describe('an observing authority', () => {
  it('reads of a complaint neither who complains nor who objected, by record, stream or push; the one asked does', async () => {
    const from = await settledHead(platform);
    const { store } = platform.deps;
    const actor: Actor = actorOf(complainant.identity);
    const byAuthority: Actor = actorOf(asked.identity);
    const tender = await putTender(store, objectedTender(), {
      at: moment('2026-09-15 10:00'),
      rehearsal: false,
    });
    const renamed = (state: TenderState): TenderState => ({
      ...state,
      objections: state.objections.map((one) => ({ ...one, partyId: actor.partyId! })),
    });
    const complaint = new Complaint(renamed(tender));
    const doer = (by: Actor) => ({ actor: by, address: '203.0.113.77', commandId: uuidv7() });
    const id = uuidv7();
    const objectionId = tender.objections[0]!.id;
    const objecting = processAt('documents');
    await store.transaction(async (tx) => {
      // The objection, with the suspension that follows from it, as the bidder's own act.
      const objection = { ...tender.objections[0]!, partyId: actor.partyId! };
      const [deadlines, duty, rule, article] = [[], tender.duties[0]!, 'ZTB-102', '条例第二十二条'];
      const at = objection.filedAt;
      await recordEvents(
        tx,
        { publicUrl: 'http://platform.test', platformName: '平台', ocidPrefix: 'ocds-test' },
        { ...objecting.state, id: tender.id },
        [
          { name: 'objectionFiled', objection, deadlines, duty, at, rule, article },
          {
            name: 'processSuspended',
            ground: { id: objection.id, kind: 'objection', rule, article, sinceAt: at, untilAt: null },
            at,
            rule,
            article,
          },
        ],
        doer(actor),
      );
      const give = async (command: Parameters<Complaint['give']>[0], by: Actor, when: string) => {
        const before = complaint.state;
        await recordComplaintEvents(tx, before, complaint.give(command, by, when), doer(by));
      };
      await give(filing({ id, objectionId, authorities: [partyOf(asked)] }), actor, '2026-09-15 10:00');
      await give({ name: 'acceptComplaint' }, byAuthority, '2026-09-16 10:00');
      await give(
        { name: 'withdrawComplaint', reason: `${actor.partyName}撤回。` },
        actor,
        '2026-09-17 10:00',
      );
    });
    await settledHead(platform);
    const names = [
      actor.partyId!,
      actor.uscc!,
      actor.partyName!,
      actor.personId!,
      '203.0.113.77',
      '投诉人甲',
    ];
    const seen = {
      record: JSON.stringify(
        (await recordFor(observing, tender.id)).filter(({ role }) => role !== 'supervisor'),
      ),
      stream: await streamed(observing, from),
      push: await pushedNow(),
    };
    for (const [where, text] of Object.entries(seen)) {
      expect([where, text.includes('complaintFiled')]).toEqual([where, true]);
      for (const name of names) expect([where, name, text.includes(name)]).toEqual([where, name, false]);
    }
    const whole = await recordFor(asked, tender.id);
    const filed = whole.find(({ event }) => event === 'complaintFiled');
    expect(filed?.opened?.private).toMatchObject({ party: actor.uscc, complainant: { uscc: actor.uscc } });
    const objected = whole.find(({ event }) => event === 'objectionFiled');
    expect(objected?.opened?.private).toMatchObject({ partyId: actor.partyId });
    expect(agencyActor.uscc).not.toBe(actor.uscc);
  });
});

describe.each(['bidding', 'evaluation', 'contract'] as const satisfies readonly Stage[])(
  'the record of a tender at %s',
  (stage) => {
    it('opens of each event what the table says, and streams and pushes nothing of it', async () => {
      const { store } = platform.deps;
      const tender = await putTender(store, processAt(stage).state, {
        at: moment('2026-11-01 10:00'),
        rehearsal: false,
      });
      const from = await settledHead(platform);
      const events = Object.keys(VISIBILITY) as RecordedEvent[];
      const secret = {
        person: 'marker-who',
        party: 'marker-party',
        address: 'marker-address',
        fact: 'marker-fact',
      };
      const ids = new Map<string, RecordedEvent>();
      await store.transaction(async (tx) => {
        for (const event of events) {
          const id = uuidv7();
          ids.set(id, event);
          const entry = { id, event, tenderId: tender.id, role: 'bidder', rehearsal: false, private: secret };
          await enterRecord(tx, entryOf({ ...entry, data: { number: ids.size } }));
        }
      });
      await settledHead(platform);
      // An authority's stream holds entries of tenders: one ends it, behind the batch.
      await store.transaction((tx) => enterRecord(tx, entryOf({ tenderId: tender.id })));
      const course = courseOf(tender);
      const shown = [...(await recordFor(observing, tender.id)), ...(await sealedFor(observing, tender.id))];
      const [opened, sealed] = [new Map(shown.map((entry) => [entry.id, entry])), new Set<string>()];
      let number = 0;
      for (const [id, event] of ids) {
        number++;
        const veiled = isSealed(event, 'bidder');
        if (veiled) sealed.add(id);
        const inner = { ...secret, event, role: 'bidder', rule: null, article: null, documents: [] };
        const stored = veiled ? { ...inner, data: { number } } : secret;
        const entry = veiled ? { event: CONFIDENTIAL, role: 'confidential' } : { event, role: 'bidder' };
        const expected = openedPart(entry, stored, 'observing', course);
        expect([event, opened.get(id)?.opened?.private ?? null]).toEqual([event, expected?.shown ?? null]);
        // A salt goes out only with the whole, or the rest could be guessed.
        expect([event, (opened.get(id)?.opened?.salt ?? null) !== null]).toEqual([
          event,
          expected?.whole === true,
        ]);
        // What is sealed stands nowhere until it opens, not even as one more of something.
        expect([event, opened.has(id)]).toEqual([event, !veiled || expected !== null]);
      }
      expect(sealed.size).toBeGreaterThan(10);
      for (const text of [await streamed(observing, from), await pushedNow()])
        expect(text).not.toContain('marker-');
    });
  },
);
