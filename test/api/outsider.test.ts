import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { routesOf } from '../../api/app.ts';
import { bundlesOf, tilePath, tilesOf } from '../../domain/record/log/index.ts';
import { ACTS_SEALED } from '../../domain/record/sealed/index.ts';
import type { TenderState } from '../../domain/tender/state.ts';
import { FACES, loadConfig } from '../../runtime/config.ts';
import { enterRecord, readFenceUnlocked, readRecord, recordHead, sealActs } from '../../store/index.ts';
import { exampleLetter, sealBid } from '../support/bids.ts';
import { entryOf } from '../support/entry.ts';
import { until } from '../support/until.ts';
import { actingAs, send, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { launchedTender, setClock } from './support/tender.ts';

/** Two platforms that live alike but for what is done in secret. */
const RUNS = 3;
let worlds: readonly [TestPlatform, TestPlatform];
beforeAll(async () => {
  worlds = [await startPlatform(), await startPlatform()];
});
afterAll(async () => {
  for (const platform of worlds ?? []) await platform.close();
});

const publicReads = routesOf(FACES).filter(
  ({ access, method, operationId }) =>
    access === 'public' && method === 'get' && !operationId.startsWith('stream'),
);

interface World {
  readonly platform: TestPlatform;
  readonly tender: TenderState;
  readonly owner: Acting;
  readonly outsider: Acting;
  /** What the outsider knows of its own act. */
  readonly own: {
    readonly bidId: string;
    readonly receipt: { readonly receiptId: string; readonly entryId: string };
  };
}

async function begin(platform: TestPlatform): Promise<World> {
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
  });
  // A public entry of the tender, as its launch leaves one.
  await platform.deps.store.transaction((tx) =>
    enterRecord(tx, entryOf({ tenderId: tender.id, rehearsal: true, at: tender.launchedAt })),
  );
  const own = (await bid(platform, tender, outsider)).json as unknown as World['own'];
  return { platform, tender, owner, outsider, own };
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
  const { store, recordLog } = platform.deps;
  await store.transaction((tx) => sealActs(tx, { rehearsal: true }, instant));
  await until(async () => {
    const waiting = await store.em().getConnection().execute<unknown[]>('select 1 from record_intake');
    const head = await recordHead(store.em());
    return waiting.length === 0 && (await recordLog.checkpoint())?.size === head ? true : null;
  });
}

interface Seen {
  readonly address: string;
  readonly status: number;
  readonly headers: string;
  readonly text: string;
  readonly bytes: string;
}

const UNTOLD = ['date', 'etag', 'x-request-id', 'content-length', 'keep-alive'];

async function look(platform: TestPlatform, address: string): Promise<Seen> {
  const response = await fetch(platform.baseUrl + address, { redirect: 'manual' });
  const body = Buffer.from(await response.arrayBuffer());
  const headers = [...response.headers].filter(([name]) => !UNTOLD.includes(name));
  return {
    address,
    status: response.status,
    headers: JSON.stringify(headers),
    text: body.toString('utf8'),
    bytes: `${body.length}`,
  };
}

/** Everything that the public can read, by every public route, for the tender, and what the outsider knows. */
async function everything({ platform, tender, own }: World): Promise<Seen[]> {
  const { store } = platform.deps;
  const size = await recordHead(store.em());
  const entries = await readRecord(store.em(), { from: 0, limit: 1_000 });
  const ids = [
    tender.id,
    own.bidId,
    own.receipt.entryId,
    own.receipt.receiptId,
    ...entries.map(({ id }) => id),
  ];
  const addresses = new Set<string>(['/metrics', '/nowhere', '/v1/record?limit=200']);
  for (const { path } of publicReads) {
    for (const id of path.includes(':id') ? ids : [tender.id])
      addresses.add(
        path
          .replace(':id', id)
          .replace(':file', `ocds-openseal-${id}.json`)
          .replace(':sha256', tender.draft.documents[0]!.sha256)
          .replace(':from', String(Math.max(1, size - 1)))
          .replace(':size', String(size))
          .replace('*tile', '0/000')
          .replaceAll(/:\w+/g, id),
      );
  }
  for (const tile of [...tilesOf(size), ...bundlesOf(size)]) addresses.add(`/log/${tilePath(tile)}`);
  for (const more of ['?phase=bidding', '?phase=documents', '?rehearsal=true'])
    addresses.add(`/v1/tenders${more}`);
  addresses.add(`/v1/record?tenderId=${tender.id}`);
  const seen: Seen[] = [];
  for (const address of addresses) seen.push(await look(platform, address));
  return [...seen, await streamed(platform, size)];
}

/** The public stream of the record, to its present end. */
async function streamed(platform: TestPlatform, size: number): Promise<Seen> {
  const stop = new AbortController();
  const response = await fetch(`${platform.baseUrl}/v1/record/stream`, { signal: stop.signal });
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes(`id: ${size - 1}\n`)) break;
  }
  stop.abort();
  return { address: 'stream', status: response.status, headers: '', text, bytes: '' };
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g;

/** What is seen without what is drawn by lot or read from a clock: that is looked at by itself. */
const shapeOf = ({ address, status, headers, text, bytes }: Seen): object => {
  const plain = (one: string): string =>
    one
      .replaceAll(UUID, 'uuid')
      .replaceAll(INSTANT, 'instant')
      .replaceAll(/[0-9a-f]{64}/g, 'hash')
      .replaceAll(/[0-9A-Za-z+/_-]{43,}={0,2}/g, 'base64');
  const binary = address.includes('/log/tile/0') || address.includes('/log/tile/1');
  return { address: plain(address), status, headers: plain(headers), bytes, text: binary ? '' : plain(text) };
};

/** All instants that a text tells, in ids and in words. */
function instantsIn(text: string): number[] {
  const told = [...text.matchAll(INSTANT)].map(([one]) => Date.parse(one));
  const inIds = [...text.matchAll(UUID)]
    .map(([one]) => one)
    .filter((one) => one[14] === '7')
    .map((one) => Number.parseInt(one.slice(0, 8) + one.slice(9, 13), 16));
  const numbers = [...text.matchAll(/\b1[6-9]\d{11}\b/g)].map(([one]) => Number(one));
  return [...told, ...inIds, ...numbers];
}

describe('an outsider who knows its own acts and reads everything public', () => {
  it('cannot tell whether nobody else bids or five do, run after run', async () => {
    const [first, second] = worlds;
    for (let run = 0; run < RUNS; run++) {
      const both = [await begin(first), await begin(second)] as const;
      const [quiet, busy] = run % 2 === 0 ? both : [both[1], both[0]];
      const from = Date.now();
      await fiveBid(busy);
      const untilAt = Date.now();
      // The next whole minute: public, and the same for both.
      const instant = (Math.floor(untilAt / 60_000) + 1 + run) * 60_000;
      for (const { platform } of both) await round(platform, instant);
      const [inQuiet, inBusy] = [await everything(quiet), await everything(busy)];
      expect(inBusy.map(shapeOf)).toEqual(inQuiet.map(shapeOf));

      // No public instant lies where the acts were, by the server's clock or by the tender's own.
      const fence = await readFenceUnlocked(busy.platform.deps.store.em(), busy.tender.id);
      const shift = fence!.at - fence!.realAt;
      const own = new Set([busy.own.bidId, busy.own.receipt.entryId, busy.own.receipt.receiptId]);
      const told = instantsIn(
        inBusy.map(({ text }) => [...own].reduce((whole, id) => whole.replaceAll(id, ''), text)).join('\n'),
      );
      const within = (at: number): boolean =>
        [0, shift].some((moved) => at - moved > from && at - moved < untilAt);
      expect(told.length).toBeGreaterThan(20);
      expect(told.filter(within)).toEqual([]);

      // Of each batch everything but what is drawn by lot is the same to the letter.
      const batches = async ({ platform }: World): Promise<object[]> =>
        (await readRecord(platform.deps.store.em(), { from: 0, limit: 1_000 }))
          .filter(({ event }) => event === ACTS_SEALED)
          .map(({ commitment: _c, leafHash: _l, id, data: { root: _r, ...data }, ...entry }) => ({
            ...entry,
            data,
            id: id.slice(0, 13),
          }));
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
    const world = await begin(platform);
    const answer = async (id: string) => {
      const { status, json } = await send(platform, 'GET', `/log/proof/${id}`);
      return [status, json['code']];
    };
    // Its own act, waiting or sealed, is as unknown to the public as what never was.
    expect(await answer(world.own.receipt.entryId)).toEqual(await answer(randomUUID()));
    await setClock(platform, world.tender.id, world.tender.documentsIssuedFromAt + 120_000);
    await platform.deps.store.transaction((tx) => sealActs(tx, { rehearsal: true }, null));
    expect(await answer(world.own.receipt.entryId)).toEqual(await answer(randomUUID()));
  });
});
