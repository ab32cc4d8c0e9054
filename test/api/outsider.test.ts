import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { RecordEntry } from '../../domain/record/entry.ts';
import { ACTS_SEALED } from '../../domain/record/sealed/index.ts';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import { loadConfig } from '../../runtime/config.ts';
import {
  enterRecord,
  readFenceUnlocked,
  readRecord,
  recordHead,
  sealActs,
  sealedAct,
  secretId,
} from '../../store/index.ts';
import { exampleLetter, sealBid } from '../support/bids.ts';
import { entryOf } from '../support/entry.ts';
import { until } from '../support/until.ts';
import { everythingPublic, guessedRight, instantsIn, shapeOf, type Round } from './support/outsider.ts';
import { actingAs, send, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { settledHead } from './support/record.ts';
import { launchedTender } from './support/tender.ts';

/** Two platforms that live alike but for what is done in secret. */
const RUNS = 2;
let worlds: readonly [TestPlatform, TestPlatform];
beforeAll(async () => {
  worlds = [await startPlatform(), await startPlatform()];
});
afterAll(async () => {
  for (const platform of worlds ?? []) await platform.close();
});

interface World {
  readonly platform: TestPlatform;
  readonly tender: TenderState;
  readonly outsider: Acting;
  /** What the outsider knows of its own act. */
  readonly own: {
    readonly bidId: string;
    readonly receipt: { readonly receiptId: string; readonly entryId: string };
  };
}

const idsOf = ({ own: { bidId, receipt } }: World): string[] => [bidId, receipt.entryId, receipt.receiptId];

/** A real tender whose documents are issued, with an outsider's own bid in it. */
async function begin(platform: TestPlatform, number: number): Promise<World> {
  const owner = await actingAs(platform, 'agency');
  const outsider = await actingAs(platform, 'bidder');
  const stored = await send(platform, 'POST', `/v1/documents?name=x.pdf`, {
    token: owner.token,
    body: 'the documents',
    headers: { 'Content-Type': 'application/pdf' },
  });
  const tender = await launchedTender(platform, owner.identity.partyId, {
    documents: [stored.json as never],
    at: ({ documentsIssuedFromAt }) => documentsIssuedFromAt + 60_000,
    rehearsal: false,
    projectCode: `OUTSIDER-${number}`,
  });
  // A public entry of the tender, as its launch leaves one.
  await platform.deps.store.transaction((tx) =>
    enterRecord(tx, entryOf({ tenderId: tender.id, at: tender.launchedAt })),
  );
  const own = (await bid(platform, tender, outsider)).json as unknown as World['own'];
  return { platform, tender, outsider, own };
}

async function bid(platform: TestPlatform, tender: TenderState, by: Acting) {
  const { bytes } = await sealBid(exampleLetter({ tenderId: tender.id, bidderUscc: by.identity.uscc }));
  const answer = await send(platform, 'POST', `/v1/tenders/${tender.id}/bids`, {
    token: by.token,
    body: bytes as never,
    headers: { 'Content-Type': 'application/octet-stream' },
  });
  expect(answer.status).toBe(201);
  return answer;
}

/** Five others take the documents and bid; one replaces its bid, one withdraws, and some are refused. */
async function fiveBid({ platform, tender }: World): Promise<void> {
  const at = (rest: string) => `/v1/tenders/${tender.id}${rest}`;
  const document = tender.draft.documents[0]!.sha256;
  for (let number = 0; number < 5; number++) {
    const one = await actingAs(platform, 'bidder');
    const taken = await send(platform, 'GET', at(`/documents/${document}`), { token: one.token });
    expect(taken.status).toBe(200);
    await bid(platform, tender, one);
    if (number === 1) await bid(platform, tender, one);
    if (number === 2) {
      const gone = await send(platform, 'POST', at('/bids/mine/withdrawal'), { token: one.token });
      expect(gone.status).toBe(201);
      const again = await send(platform, 'POST', at('/bids/mine/withdrawal'), { token: one.token });
      expect(again.status).toBeGreaterThanOrEqual(400);
    }
    if (number === 3) {
      const early = await send(platform, 'POST', at('/bids/mine/key'), {
        token: one.token,
        json: { identity: `AGE-SECRET-KEY-1${'Q'.repeat(58)}` },
      });
      expect(early.status).toBeGreaterThanOrEqual(400);
    }
  }
}

/** Commits to what waits, at a public instant, and waits until everything is numbered and signed. */
async function round(platform: TestPlatform, instant: number): Promise<void> {
  const { store, logs } = platform.deps;
  await store.transaction((tx) => sealActs(tx, 'record', instant));
  await until(async () => {
    const waiting = await store.em().getConnection().execute<unknown[]>('select 1 from record_intake');
    const head = await recordHead(store.em(), 'record');
    return waiting.length === 0 && (await logs.record.provable.checkpoint())?.size === head ? true : null;
  });
}

/** What stays of a record's batches when what is drawn by lot is left out. */
async function batches({ platform }: World): Promise<object[]> {
  const entries = await readRecord(platform.deps.store.em(), 'record', { from: 0, limit: 1_000 });
  return entries
    .filter(({ event }) => event === ACTS_SEALED)
    .map(({ commitment: _c, leafHash: _l, id, data: { root: _r, ...data }, ...entry }) => ({
      ...entry,
      data,
      id: id.slice(0, 13),
    }));
}

/** The instants that are public where others acted, and lie while they did. */
async function toldMeanwhile(world: World, texts: readonly string[], from: number, untilAt: number) {
  const fence = await readFenceUnlocked(world.platform.deps.store.em(), world.tender.id);
  const shift = fence!.at - fence!.realAt;
  const own = idsOf(world);
  const told = instantsIn(
    texts.map((text) => own.reduce((whole, id) => whole.replaceAll(id, ''), text)).join('\n'),
  );
  expect(told.length).toBeGreaterThan(20);
  return told.filter((at) => [0, shift].some((moved) => at - moved > from && at - moved < untilAt));
}

describe('an outsider who knows its own acts and reads everything public', () => {
  it('cannot tell whether nobody else bids or five do, run after run', async () => {
    const [first, second] = worlds;
    for (let run = 0; run < RUNS; run++) {
      const both = [await begin(first, run), await begin(second, run)] as const;
      const [quiet, busy] = run % 2 === 0 ? both : [both[1], both[0]];
      const from = Date.now();
      await fiveBid(busy);
      const untilAt = Date.now();
      // A whole minute to come: public, and the same for both.
      const instant = (Math.floor(untilAt / 60_000) + 1 + run) * 60_000;
      for (const { platform } of both) await round(platform, instant);
      const [inQuiet, inBusy] = await Promise.all(
        [quiet, busy].map((world) =>
          everythingPublic(world.platform, { tender: world.tender, ownIds: idsOf(world) }),
        ),
      );
      expect(inBusy!.map(shapeOf)).toEqual(inQuiet!.map(shapeOf));
      const texts = inBusy!.map(({ text }) => text);
      expect(await toldMeanwhile(busy, texts, from, untilAt)).toEqual([]);
      expect(await batches(busy)).toEqual(await batches(quiet));
    }
  });

  it('is given no metrics where everybody reads: they are on loopback, apart', async () => {
    expect(loadConfig({}).metrics).toEqual({ host: '127.0.0.1', port: 9464 });
    const [platform] = worlds;
    expect((await send(platform, 'GET', '/metrics')).status).toBe(404);
  });

  it('learns nothing from the proofs of acts that are not its own', async () => {
    const [platform] = worlds;
    const world = await begin(platform, RUNS);
    const answer = async (id: string) => {
      const { status, json } = await send(platform, 'GET', `/log/proof/${id}`);
      return [status, json['code']];
    };
    // An act, waiting or sealed, is as unknown to the public as what never was.
    const { entryId } = world.own.receipt;
    expect(await answer(entryId)).toEqual(await answer(randomUUID()));
    await settledHead(platform);
    expect(await sealedAct(platform.deps.store.em(), 'record', entryId)).not.toBeNull();
    expect(await answer(entryId)).toEqual(await answer(randomUUID()));
  });
});

const ROUNDS = 200;

/** Each bit of some bytes. */
const bitsOf = (bytes: Uint8Array): number[] =>
  [...bytes].flatMap((byte) => Array.from({ length: 8 }, (_, at) => (byte >> at) & 1));

/** What an outsider sees of a round in which it acted: every bit of the batch and of its own proof, and all that can be counted. */
function featuresOf(
  entries: readonly RecordEntry[],
  own: { leaf: string; position: number; path: readonly string[] },
): number[] {
  const batch = entries.find(({ event }) => event === ACTS_SEALED)!;
  const words = JSON.stringify({ ...batch, index: 0 });
  return [
    entries.length,
    words.length,
    own.leaf.length,
    own.path.length,
    own.position / 2 ** 32,
    ...[String(batch.data['root']), batch.commitment, batch.leafHash, batch.id.replaceAll('-', '')].flatMap(
      (hex) => bitsOf(Buffer.from(hex, 'hex')),
    ),
    ...own.path.flatMap((hash) => bitsOf(Buffer.from(hash, 'base64'))),
  ];
}

/** Plays rounds: in each the outsider acts, and by a throw of a coin nobody else or five others. `open`: as entries of their own, as it once was. */
async function play(platform: TestPlatform, others: { open: boolean }): Promise<Round[]> {
  const { store } = platform.deps;
  const from = await settledHead(platform);
  const act = () =>
    entryOf({ id: secretId(), event: 'bidReceived', role: 'bidder', private: { of: 'a bidder' } });
  const played: { own: string; busy: boolean }[] = [];
  for (let number = 0; number < ROUNDS; number++) {
    const own = act();
    const busy = Math.random() < 0.5;
    await store.transaction(async (tx) => {
      await enterRecord(tx, own);
      for (let other = 0; busy && other < 5; other++)
        await enterRecord(tx, others.open ? entryOf({ role: 'confidential' }) : act());
      await sealActs(tx, 'record', Date.UTC(2040, 0, 1) + (from + number) * 60_000);
    });
    played.push({ own: own.id, busy });
  }
  const head = await settledHead(platform);
  const entries = await readRecord(store.em(), 'record', { from, limit: head - from });
  const rounds: Round[] = [];
  for (const { own, busy } of played) {
    const sealed = await sealedAct(store.em(), 'record', own);
    const seen = entries.splice(0, entries.findIndex(({ id }) => id === sealed!.batchId) + 1);
    rounds.push({ features: featuresOf(seen, sealed!), busy });
  }
  return rounds;
}

describe('a distinguisher that learned from rounds of which it was told', () => {
  const guessed = async (others: { open: boolean }): Promise<number> => {
    const rounds = await play(worlds[0], others);
    return guessedRight(rounds.slice(0, ROUNDS / 2), rounds.slice(ROUNDS / 2));
  };

  it('guesses no better than by chance whether none or five others acted', async () => {
    // Four and a half standard deviations of 100 throws.
    expect(Math.abs((await guessed({ open: false })) - 0.5)).toBeLessThan(0.225);
  });

  it('would tell it each time from acts that stand in the record one by one', async () => {
    expect(await guessed({ open: true })).toBeGreaterThan(0.95);
  });
});
