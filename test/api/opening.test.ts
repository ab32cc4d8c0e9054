import { generateHybridIdentity } from 'age-encryption';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createPublicKey, randomUUID, verify, type JsonWebKey } from 'node:crypto';
import { openBids } from '../../activities/opening/open-bids.ts';
import { canonical } from '../../domain/record/leaf.ts';
import type { SealingDemand } from '../../domain/seal/index.ts';
import type { TenderState } from '../../domain/tender/index.ts';
import { buildCalendar } from '../../domain/time/calendar.ts';
import { generateKey, headerOf, makeHandIn, type HandIn } from '../../sealing/index.ts';
import { bidKeys, bidShares, loadState, refusedKeys, saveState, updateFence } from '../../store/index.ts';
import { misdealtBid } from '../sealing/dishonest.ts';
import { castOf, sealed, type Cast } from '../sealing/support.ts';
import { exampleLetter } from '../support/bids.ts';
import { exampleDocument } from '../support/drafts.ts';
import { decideAtOnce } from './support/deciding.ts';
import { actingAs, send, type Acting, type Answer } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { openedRecord } from './support/record.ts';
import { launchedTender, setClock } from './support/tender.ts';

let platform: TestPlatform;
let owner: Acting;
let trustees: [Acting, Acting, Acting];
let bidders: [Acting, Acting, Acting];
beforeAll(async () => {
  platform = await startPlatform();
  decideAtOnce(platform);
  owner = await actingAs(platform, 'tenderee');
  const parties = async (...roles: ('supervisor' | 'administrator' | 'bidder')[]) => {
    const found = [];
    for (const role of roles) found.push(await actingAs(platform, role));
    return found as [Acting, Acting, Acting];
  };
  // A notary has no role of its own on the platform: it acts as what it registered as.
  trustees = await parties('supervisor', 'administrator', 'bidder');
  bidders = await parties('bidder', 'bidder', 'bidder');
});
afterAll(() => platform.close());

const cast: Cast = castOf('age');
const TRUSTEE_IDS = cast.trustees.map(({ id }) => id);
const em = () => platform.deps.store.em();

let tender: TenderState;
let files: Buffer[];
const path = (rest: string): string => `/v1/tenders/${tender.id}${rest}`;
const post = (by: Acting, rest: string, json?: unknown): Promise<Answer> =>
  send(platform, 'POST', path(rest), { token: by.token, json });
const get = (by: Acting | null, rest: string): Promise<Answer> =>
  send(platform, 'GET', path(rest), by === null ? {} : { token: by.token });

/** A tender whose documents name the trustees, with a bid of each of three bidders. */
beforeEach(async () => {
  const demand: SealingDemand = {
    ...cast.demand,
    trustees: cast.demand.trustees.map((one, at) => ({ ...one, uscc: trustees[at]!.identity.uscc })),
  };
  const launched = await launchedTender(platform, owner.identity.partyId, {
    documents: [exampleDocument()],
    at: (state) => state.documentsIssuedFromAt + 60_000,
  });
  const { uscc, partyName: name } = owner.identity;
  const draft = { ...launched.draft, tenderee: { name, uscc }, sealing: demand };
  tender = { ...launched, draft };
  await platform.deps.store.transaction((tx) => saveState(tx, tender));
  files = [];
  for (const bidder of bidders)
    await submit(bidder, (plain, binding) => sealed(cast, plain, { binding, demand }));
});

async function submit(
  bidder: Acting,
  make: (plain: Uint8Array, binding: Parameters<typeof misdealtBid>[3] & object) => Promise<Buffer>,
  version = 1,
): Promise<void> {
  const bidderUscc = bidder.identity.uscc;
  const letter = exampleLetter({ tenderId: tender.id, bidderUscc });
  const file = await make(Buffer.from(JSON.stringify(letter)), {
    tenderId: tender.id,
    lot: '1',
    bidderUscc,
    version,
  });
  const answer = await send(platform, 'POST', path('/bids'), {
    token: bidder.token,
    body: file as unknown as BodyInit,
    headers: { 'Content-Type': 'application/octet-stream' },
  });
  if (answer.status !== 201) throw new Error(answer.text);
  files[bidders.indexOf(bidder)] = file;
}

/** The bids are closed: the hall is open. */
async function close(): Promise<void> {
  const at = tender.bidDeadlineAt;
  const decryptionEndsAt = at + 3_600_000;
  tender = { ...tender, phase: 'opening', decryptionEndsAt, closedBidCount: 3 };
  tender = { ...tender, milestones: { ...tender.milestones, bidsClosed: at } };
  await platform.deps.store.transaction(async (tx) => {
    await saveState(tx, tender);
    await updateFence(tx, tender.id, { closedAt: at });
  });
  await setClock(platform, tender.id, at + 60_000);
}

async function open(): Promise<void> {
  await setClock(platform, tender.id, tender.decryptionEndsAt! + 1);
  const { store, blobs, vault, config } = platform.deps;
  const deps = {
    store,
    blobs,
    vault,
    platform: { publicUrl: config.http.publicUrl, platformName: '平台', ocidPrefix: 'ocds-test' },
    remindBeforeMs: 0,
    downtimeRule: false,
    calendar: () => Promise.resolve(buildCalendar()),
    wake: () => Promise.resolve(),
  };
  await new MockActivityEnvironment().run(() => openBids(deps, tender.id));
}

const handIn = (trustee: number, bid: number): HandIn =>
  makeHandIn(headerOf(files[bid]!), cast.trustees[trustee]!.keys.identity);
const bidIdOf = async (bid: number): Promise<string> => {
  const answer = await get(bidders[bid]!, '/bids/mine');
  return String((answer.json['receipts'] as { bidId: string }[]).at(-1)?.bidId);
};
const share = async (by: Acting, bid: number, json: unknown): Promise<Answer> =>
  post(by, `/bids/${await bidIdOf(bid)}/shares`, json);
const key = (bidder: number, identity = cast.own.identity): Promise<Answer> =>
  post(bidders[bidder]!, '/bids/mine/key', { identity });

describe('a trustee', () => {
  it('hands in nothing before the closing, and sees no bid', async () => {
    expect(await share(trustees[0], 0, handIn(0, 0))).toMatchObject({
      status: 409,
      json: { code: 'wrong-phase' },
    });
    expect(await get(trustees[0], '/opening/shares')).toMatchObject({
      status: 409,
      json: { code: 'wrong-phase' },
    });
    expect((await bidShares(em(), tender.id)).size).toBe(0);
  });

  it('is a party that the tender documents name, and nobody else; no bidder is one', async () => {
    await close();
    const bidId = await bidIdOf(0);
    const strangers = [
      owner,
      bidders[1],
      await actingAs(platform, 'supervisor'),
      await actingAs(platform, 'agency'),
    ];
    for (const by of strangers) {
      const refused = { status: 403, json: { code: 'not-a-trustee', rule: 'EB-015' } };
      expect(await share(by, 0, handIn(0, 0))).toMatchObject(refused);
      expect(await get(by, '/opening/shares')).toMatchObject(refused);
    }
    expect((await send(platform, 'POST', path(`/bids/${bidId}/shares`), { json: handIn(0, 0) })).status).toBe(
      401,
    );
    // One who bids in the tender opens nobody's bid, though the documents name it.
    const named = {
      ...tender.draft.sealing!,
      trustees: tender.draft.sealing!.trustees.map((one, at) =>
        at === 2 ? { ...one, uscc: bidders[1].identity.uscc } : one,
      ),
    };
    const draft = { ...tender.draft, sealing: named };
    await platform.deps.store.transaction((tx) => saveState(tx, { ...tender, draft }));
    expect(await share(bidders[1], 0, handIn(2, 0))).toMatchObject({
      status: 403,
      json: { code: 'own-tender' },
    });
    expect((await bidShares(em(), tender.id)).size).toBe(0);
  });

  it('gets the headers of the bids that wait for its share, works on them offline, and hands in', async () => {
    await close();
    expect((await key(0)).status).toBe(200);
    const wanted = (await get(trustees[1], '/opening/shares')).json as {
      trusteeId: string;
      threshold: number;
      waiting: number;
      bids: { bidId: string; header: string }[];
    };
    expect(wanted).toMatchObject({ trusteeId: TRUSTEE_IDS[1], threshold: 2, waiting: 2 });
    expect(wanted.bids.map(({ bidId }) => bidId)).toEqual([await bidIdOf(1), await bidIdOf(2)]);
    const one = (await get(trustees[1], '/opening/shares?limit=1')).json as typeof wanted;
    expect([one.waiting, one.bids.length]).toEqual([2, 1]);
    for (const { bidId, header } of wanted.bids) {
      const made = makeHandIn(headerOf(Buffer.from(header, 'base64')), cast.trustees[1]!.keys.identity);
      const answer = await post(trustees[1], `/bids/${bidId}/shares`, made);
      expect(answer).toMatchObject({
        status: 200,
        json: { bidId, trusteeId: TRUSTEE_IDS[1], verdict: 'good' },
      });
      // A repeat changes nothing.
      expect((await post(trustees[1], `/bids/${bidId}/shares`, made)).status).toBe(200);
    }
    expect((await get(trustees[1], '/opening/shares')).json).toMatchObject({ waiting: 0, bids: [] });
    expect((await get(trustees[0], '/opening/shares')).json).toMatchObject({ waiting: 2 });
    const stored = [...(await bidShares(em(), tender.id)).values()].flat();
    expect(stored).toHaveLength(2);
    expect(Buffer.from(stored[0]!.sealed).toString('latin1')).not.toContain('openseal-hand-in');
    const entries = (await openedRecord(platform, 0, 'rehearsals')).filter(
      (entry) => entry.opened['event'] === 'shareReceived' && entry.tenderId === tender.id,
    );
    expect(entries.map(({ event }) => event)).toEqual(['confidentialAct', 'confidentialAct']);
    expect(entries.map(({ opened }) => opened['trusteeId'])).toEqual([TRUSTEE_IDS[1], TRUSTEE_IDS[1]]);
  });

  it('is told at once what is wrong with what it handed in, and may try again', async () => {
    await close();
    const good = handIn(0, 0);
    const wrong: [string, unknown][] = [
      ['share-another-bid', handIn(0, 1)],
      ['share-another-bid', handIn(1, 0)],
      ['share-malformed', { ...good, shared: 'A' }],
      ['share-proof-fails', { ...good, proof: handIn(0, 1).proof }],
      ['share-proof-fails', { ...good, shared: handIn(1, 0).shared }],
    ];
    for (const [code, json] of wrong) {
      const { status, json: told } = await share(trustees[0], 0, json);
      expect([status, told['code'], told['rule']]).toEqual([422, code, 'EB-015']);
      expect(told['accepted']).not.toBeNull();
    }
    for (const odd of [{ more: 1 }, { shared: '!' }])
      expect((await share(trustees[0], 0, { ...good, ...odd })).status).toBe(400);
    expect((await bidShares(em(), tender.id)).size).toBe(0);
    expect((await share(trustees[0], 0, good)).json['verdict']).toBe('good');
    expect(await post(trustees[0], `/bids/${randomUUID()}/shares`, good)).toMatchObject({ status: 404 });
  });

  it('has what the bidder did wrong kept as evidence', async () => {
    const wrongs = new Map([[TRUSTEE_IDS[0]!, 'garbage-box' as const]]);
    await submit(bidders[0], (plain, binding) => dishonest(plain, binding, wrongs), 2);
    await close();
    expect((await share(trustees[0], 0, handIn(0, 0))).json).toMatchObject({ verdict: 'bidder-fault' });
    expect((await bidShares(em(), tender.id)).get(await bidIdOf(0))).toHaveLength(1);
  });

  it('comes too late once the window is over', async () => {
    await close();
    await setClock(platform, tender.id, tender.decryptionEndsAt!);
    expect(await share(trustees[0], 0, handIn(0, 0))).toMatchObject({
      status: 409,
      json: { code: 'decryption-over' },
    });
    await setClock(platform, tender.id, tender.decryptionEndsAt! - 60_000);
    expect((await share(trustees[0], 0, handIn(0, 0))).status).toBe(200);
  });
});

/** The trustees of the documents, as the misdealer's helper seals to them: their parties do not matter to the file. */
const dishonest = (
  plain: Uint8Array,
  binding: Parameters<typeof misdealtBid>[3],
  wrongs: Parameters<typeof misdealtBid>[2],
): Promise<Buffer> => misdealtBid(cast, plain, wrongs, binding);

describe('a key', () => {
  const kept = async (): Promise<string[]> => {
    const sealedKeys = [...(await bidKeys(em(), tender.id)).values()];
    return sealedKeys.map((one) => Buffer.from(platform.deps.vault.open(one)).toString());
  };

  it('that does not fit is refused at once, with the way out, and another is taken', async () => {
    await close();
    const { status, json } = await key(0, generateKey('age').identity);
    expect([status, json['code'], json['rule']]).toEqual([422, 'wrong-key', 'EB-013']);
    expect((await bidKeys(em(), tender.id)).size).toBe(0);
    expect([...(await refusedKeys(em(), tender.id)).values()]).toEqual([1]);
    expect((await key(0)).status).toBe(200);
    expect((await bidKeys(em(), tender.id)).size).toBe(1);
  });

  it('may come as its whole file, and only the one that fits is kept of several', async () => {
    await close();
    const others = [generateKey('age').identity, await generateHybridIdentity()];
    const file = (...keys: string[]): string =>
      `# created: 2026-01-01\n# public key: age1…\r\n${keys.join('\n# another\n\n')}\n\n`;
    expect(await key(0, file(...others))).toMatchObject({ status: 422, json: { code: 'wrong-key' } });
    expect((await key(0, file(...others, cast.own.identity))).status).toBe(200);
    expect(await kept()).toEqual([cast.own.identity]);
    for (const none of ['', '# only a comment\n', 'secret', `${cast.own.identity} more`])
      expect([none, (await key(1, none)).status]).toEqual([none, 400]);
    // A text that is no key file is told so without trying the ways to read it one after the other.
    const hostile = `${'# \t \r\n'.repeat(1_000)}x`;
    expect((await key(1, hostile)).status).toBe(400);
  });

  it('is kept unchecked while the storage is away: that is not the bidder’s fault', async () => {
    await close();
    const { blobs } = platform.deps;
    Object.assign(platform.deps, { blobs: { ...blobs, get: () => Promise.reject(new Error('away')) } });
    try {
      expect((await key(1, generateKey('age').identity)).status).toBe(200);
    } finally {
      Object.assign(platform.deps, { blobs });
    }
    // The one that fits takes its place once it can be tried, and stays: a repeat adds nothing.
    expect(await kept()).not.toEqual([cast.own.identity]);
    expect((await key(1)).status).toBe(200);
    expect((await key(1)).status).toBe(200);
    expect(await kept()).toEqual([cast.own.identity]);
    const entries = (await openedRecord(platform, 0, 'rehearsals')).filter(
      (entry) => entry.tenderId === tender.id,
    );
    expect(entries.filter((entry) => entry.opened['event'] === 'keyReceived')).toHaveLength(2);
  });
});

describe('the hall', () => {
  it('is entered by bidders, confirmed by them, and its record is signed', async () => {
    expect(await post(bidders[0], '/opening/presence')).toMatchObject({
      status: 409,
      json: { code: 'hall-not-open' },
    });
    await close();
    const stranger = await actingAs(platform, 'bidder');
    expect(await post(stranger, '/opening/presence')).toMatchObject({
      status: 404,
      json: { code: 'unknown-bid' },
    });
    expect((await post(bidders[0], '/opening/presence')).status).toBe(200);
    expect((await post(bidders[0], '/opening/presence')).status).toBe(200);
    expect(await post(bidders[0], '/opening/confirmation')).toMatchObject({
      status: 409,
      json: { code: 'not-opened' },
    });
    await key(0);
    for (const at of [0, 2]) await share(trustees[at]!, 1, handIn(at, 1));
    expect((await get(null, '/opening-record')).status).toBe(404);
    await open();
    expect((await post(bidders[0], '/opening/confirmation')).status).toBe(200);
    expect((await post(stranger, '/opening/confirmation')).status).toBe(404);

    const { signature, ...record } = (await get(null, '/opening-record')).json;
    expect(record).toMatchObject({
      format: 'openseal-opening-record/1',
      order: 'receipt',
      signedIn: 1,
      final: false,
    });
    expect(record['bids']).toMatchObject([
      { readOut: 1, uscc: bidders[0].identity.uscc, result: 'opened', evidence: null, response: 'confirmed' },
      {
        readOut: 2,
        uscc: bidders[1].identity.uscc,
        result: 'opened',
        evidence: { openedBy: 'shares' },
        response: 'open',
      },
      { readOut: 3, result: 'too-few-shares', attribution: 'not-bidder', priceFen: null, response: 'open' },
    ]);
    expect(JSON.stringify(record)).not.toContain(bidders[0].identity.partyId);
    // Anybody checks the signature with the published key, over the canonical form of what was answered.
    const { keys } = (await send(platform, 'GET', '/.well-known/openseal-keys.json')).json as {
      keys: JsonWebKey[];
    };
    const [header, payload, sign] = String(signature).split('.') as [string, string, string];
    expect(Buffer.from(payload, 'base64url').toString('utf8')).toBe(canonical(record));
    const publicKey = createPublicKey({ key: keys[0]!, format: 'jwk' });
    expect(verify(null, Buffer.from(`${header}.${payload}`), publicKey, Buffer.from(sign, 'base64url'))).toBe(
      true,
    );

    const { milestones } = (await loadState(em(), tender.id, false))!;
    await setClock(platform, tender.id, milestones.bidsOpened! + 3_600_000);
    const { json: after } = await get(null, '/opening-record');
    expect(after).toMatchObject({ final: true });
    expect((after['bids'] as { response: string }[]).map(({ response }) => response)).toEqual([
      'confirmed',
      'no-response',
      'no-response',
    ]);
    expect(await post(bidders[1], '/opening/confirmation')).toMatchObject({
      status: 409,
      json: { code: 'hall-closed' },
    });
  });

  it('is watched live by anybody: counts without names, then the record', async () => {
    expect(await get(null, '/opening/stream')).toMatchObject({ status: 409, json: { code: 'not-closed' } });
    await close();
    const stop = new AbortController();
    const response = await fetch(platform.baseUrl + path('/opening/stream'), {
      signal: stop.signal,
    });
    expect(response.headers.get('Content-Type')).toBe('text/event-stream; charset=utf-8');
    const chunks = response.body!.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
    let text = '';
    const told = async (what: string): Promise<void> => {
      while (!text.includes(what)) {
        const { done, value } = await chunks.next();
        if (done === true) throw new Error(`the stream ended: ${text}`);
        text += value;
      }
    };
    await told('"bidCount":3,"keysIn":0,"sharesIn":0,"waiting":3');
    await key(0);
    await told('"keysIn":1,"sharesIn":0,"waiting":2');
    for (const at of [0, 1]) await share(trustees[at]!, 1, handIn(at, 1));
    await told('"keysIn":1,"sharesIn":2,"waiting":1');
    for (const { identity } of [...bidders, ...trustees]) {
      expect(text).not.toContain(identity.uscc);
      expect(text).not.toContain(identity.partyName);
    }
    expect(text).not.toContain('event: record');
    await open();
    await told('event: record');
    await told(bidders[2].identity.uscc);
    stop.abort();
  });
});
