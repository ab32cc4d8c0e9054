import { routesOf } from '../../../api/app.ts';
import { LOG_NAMES, LOG_PATHS } from '../../../domain/record/log-name.ts';
import { bundlesOf, tilePath, tilesOf } from '../../../domain/record/log/index.ts';
import type { TenderState } from '../../../domain/tender/ground/state.ts';
import { FACES } from '../../../runtime/config.ts';
import { readRecord, recordHead } from '../../../store/index.ts';
import type { TestPlatform } from './platform.ts';

/** What an outsider sees at one address. */
export interface Seen {
  readonly address: string;
  readonly status: number;
  readonly headers: string;
  readonly text: string;
  readonly bytes: string;
}

const publicReads = routesOf(FACES).filter(
  ({ access, method, responses }) =>
    access === 'public' && method === 'get' && responses[200]?.mediaType !== 'text/event-stream',
);

/** Drawn by lot or read from a clock with each answer; a body's hash (`ETag`) and length follow from the body. */
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

/** Everything that the public can read, by every public route, of a tender and of the ids that an outsider knows of its own acts. */
export async function everythingPublic(
  platform: TestPlatform,
  { tender, ownIds }: { tender: TenderState; ownIds: readonly string[] },
): Promise<Seen[]> {
  const em = platform.deps.store.em();
  const size = await recordHead(em, 'record');
  const entries = await readRecord(em, 'record', { from: 0, limit: 1_000 });
  const ids = [tender.id, ...ownIds, ...entries.map(({ id }) => id)];
  const addresses = new Set<string>(['/metrics', '/nowhere']);
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
  for (const log of LOG_NAMES) {
    const head = await recordHead(em, log);
    for (const tile of [...tilesOf(head), ...bundlesOf(head)])
      addresses.add(`${LOG_PATHS[log]}/${tilePath(tile)}`);
    addresses.add(`/v1/record?limit=200&log=${log}`);
  }
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
export function shapeOf({ address, status, headers, text, bytes }: Seen): object {
  const plain = (one: string): string =>
    one
      .replaceAll(UUID, 'uuid')
      .replaceAll(INSTANT, 'instant')
      .replaceAll(/[0-9a-f]{64}/g, 'hash')
      .replaceAll(/[0-9A-Za-z+/_-]{43,}={0,2}/g, 'base64');
  const binary = /\/log\/tile\/\d/.test(address);
  return { address: plain(address), status, headers: plain(headers), bytes, text: binary ? '' : plain(text) };
}

/** All instants that a text tells, in ids and in words (Unix ms). */
export function instantsIn(text: string): number[] {
  const told = [...text.matchAll(INSTANT)].map(([one]) => Date.parse(one));
  const inIds = [...text.matchAll(UUID)]
    .map(([one]) => one)
    .filter((one) => one[14] === '7')
    .map((one) => Number.parseInt(one.slice(0, 8) + one.slice(9, 13), 16));
  const numbers = [...text.matchAll(/\b1[6-9]\d{11}\b/g)].map(([one]) => Number(one));
  return [...told, ...inIds, ...numbers];
}

/** A look at one round, and whether others acted in it. */
export interface Round {
  readonly features: readonly number[];
  readonly busy: boolean;
}

/**
 * How often somebody guesses right whether others acted in a round, by features that it learned to weigh from other rounds
 * of which it was told (a naive classifier: each feature by how far its mean differs, in standard deviations, where that is
 * more than noise). From 0 to 1; a half is chance.
 */
export function guessedRight(known: readonly Round[], asked: readonly Round[]): number {
  const count = known[0]!.features.length;
  const means = [true, false].map((busy) => {
    const group = known.filter((one) => one.busy === busy);
    return Array.from(
      { length: count },
      (_, at) => group.reduce((sum, { features }) => sum + features[at]!, 0) / group.length,
    );
  });
  const weights = Array.from({ length: count }, (_, at) => {
    const [busy, quiet] = [means[0]![at]!, means[1]![at]!];
    const variance =
      known.reduce((sum, one) => sum + (one.features[at]! - (one.busy ? busy : quiet)) ** 2, 0) /
      known.length;
    const spread = Math.sqrt(variance) + 1e-6;
    const far = (busy - quiet) / spread;
    return { middle: (busy + quiet) / 2, by: Math.abs(far) < 3 / Math.sqrt(known.length) ? 0 : far / spread };
  });
  const right = asked.filter(({ features, busy }) => {
    const score = weights.reduce((sum, { middle, by }, at) => sum + by * (features[at]! - middle), 0);
    return score === 0 ? busy : score > 0 === busy;
  });
  return right.length / asked.length;
}
