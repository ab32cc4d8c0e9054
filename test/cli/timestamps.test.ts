import { cp, mkdtemp, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { deliverTimestamps } from '../../activities/delivery/timestamp-lane.ts';
import { fetchLog } from '../../cli/fetch.ts';
import { verifyLog } from '../../cli/verify.ts';
import type { FindingCode, Report } from '../../domain/record/audit/index.ts';
import { createLogSigner } from '../../runtime/signing.ts';
import { certificatesOf } from '../../runtime/timestamps/certificates.ts';
import { timestampClient, type Timestamper } from '../../runtime/timestamps/client.ts';
import { checkpointTimestamps, enterRecord, pendingTimestamps, type EntryInput } from '../../store/index.ts';
import { send } from '../api/support/people.ts';
import { startPlatform, type TestPlatform } from '../api/support/platform.ts';
import { settledHead } from '../api/support/record.ts';
import { entryOf } from '../support/entry.ts';
import { openssl, prepareOpensslTsa, type OpensslTsa } from '../support/openssl.ts';
import { until } from '../support/until.ts';
import { entriesIn, parsed, putForged, written } from './export.ts';

let root: string;
let platform: TestPlatform;
let tsa: OpensslTsa;
let timestamper: Timestamper;
let count = 0;

beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'openseal-stamped-'));
  tsa = await (await prepareOpensslTsa(root)).listen();
  const anchors = certificatesOf(await readFile(tsa.rootFile, 'utf8'));
  timestamper = timestampClient({ urls: [tsa.url], anchors, timeoutMs: 20_000 });
  platform = await startPlatform({
    OPENSEAL_CHECKPOINT_STAMP_MINUTES: '60',
    OPENSEAL_TSA_URL: tsa.url,
    OPENSEAL_TSA_ROOTS: tsa.rootFile,
    OPENSEAL_KEYS: path.join(root, 'keys'),
  });
});
afterAll(async () => {
  await platform.close();
  await tsa.close();
  await rm(root, { recursive: true });
});

/** Enters events, one checkpoint at least after each, and gives the index of the last. */
async function enter(...events: EntryInput['event'][]): Promise<number> {
  for (const event of events) {
    await platform.deps.store.transaction((tx) => enterRecord(tx, entryOf({ event })));
    const head = await settledHead(platform);
    await until(async () =>
      (await platform.deps.logs.record.provable.checkpoint())?.size === head ? true : null,
    );
  }
  return (await settledHead(platform)) - 1;
}

const stamped = () => checkpointTimestamps(platform.deps.store.em(), 'record', { fromSize: 0, limit: 100 });

/** One turn of the delivery lane, as a worker takes it. */
const deliver = () =>
  deliverTimestamps(
    { store: platform.deps.store, logger: pino({ level: 'silent' }), timestamper },
    { beat: () => undefined, signal: new AbortController().signal },
  );

async function fetched(): Promise<string> {
  const dir = path.join(root, `log-${count++}`);
  await fetchLog(platform.baseUrl, dir, () => undefined);
  return dir;
}
const verified = (dir: string, roots: string | undefined = tsa.rootFile): Promise<Report> =>
  verifyLog(dir, { tsaRoots: roots });
const codes = ({ findings }: Report): FindingCode[] => findings.map(({ code }) => code);

describe('checkpoints', () => {
  it('are stamped the first, none of a surge, and each that is the first to cover a closing of bids', async () => {
    await enter('documentsOpened', 'documentsOpened', 'documentsOpened');
    const [first, ...more] = await stamped();
    expect([first!.size > 0, more]).toEqual([true, []]);
    const closing = await enter('bidsClosed');
    await enter('documentsOpened', 'documentsOpened');
    const sizes = (await stamped()).map(({ size }) => size);
    // Each event waited for its checkpoint, so the closing has one of its own.
    expect(sizes).toEqual([first!.size, closing + 1]);
    expect((await pendingTimestamps(platform.deps.store.em(), 9)).map(({ kind }) => kind)).toEqual([
      'checkpoint',
      'checkpoint',
    ]);
  });

  it('give their tokens to everybody, which openssl accepts over the text of the checkpoint', async () => {
    const { size } = (await stamped()).at(-1)!;
    const route = `/log/checkpoints/${size}/timestamp`;
    const early = await send(platform, 'GET', route);
    expect([early.status, early.json['code']]).toEqual([409, 'timestamp-pending']);
    expect((await send(platform, 'GET', '/log/timestamps')).json).toMatchObject({
      timestamps: [{ genTime: null }, { size, genTime: null }],
      next: null,
    });
    expect(await deliver()).toEqual({ remaining: 0, failed: null });
    const answer = await fetch(platform.baseUrl + route);
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'application/timestamp-reply']);
    await writeFile(path.join(root, 'checkpoint.tsr'), Buffer.from(await answer.arrayBuffer()));
    const listed = (await send(platform, 'GET', `/log/checkpoints?from=${size}&limit=1`)).json;
    const [note] = listed['checkpoints'] as string[];
    await writeFile(path.join(root, 'checkpoint.txt'), note!.slice(0, note!.indexOf('\n\n') + 1));
    const args = ['-data', 'checkpoint.txt', '-in', 'checkpoint.tsr', '-CAfile', tsa.rootFile];
    expect(await openssl(root, 'ts', '-verify', ...args)).toContain('Verification: OK');
    await writeFile(path.join(root, 'checkpoint.txt'), `${note!.slice(0, note!.indexOf('\n\n'))}x\n`);
    await expect(openssl(root, 'ts', '-verify', ...args)).rejects.toThrow(/imprint mismatch/);
  });

  it.each([
    ['/log/checkpoints/9999/timestamp', 404, 'not-stamped'],
    ['/log/checkpoints/0/timestamp', 404, 'not-stamped'],
    ['/log/checkpoints/x/timestamp', 404, 'not-found'],
    ['/log/checkpoints/-1/timestamp', 404, 'not-found'],
    ['/log/timestamps?limit=0', 400, 'invalid-request'],
  ] as const)('%s is answered with %d', async (route, status, code) => {
    const answer = await send(platform, 'GET', route);
    expect([answer.status, answer.json['code']]).toEqual([status, code]);
  });

  it('are listed a page at a time', async () => {
    const [first, second] = await stamped();
    const page = await send(platform, 'GET', '/log/timestamps?limit=1');
    expect(page.json).toMatchObject({ timestamps: [{ size: first!.size }], next: first!.size + 1 });
    const rest = await send(platform, 'GET', `/log/timestamps?from=${first!.size + 1}`);
    expect(rest.json).toMatchObject({ timestamps: [{ size: second!.size }], next: null });
  });
});

describe('verify log', () => {
  it('checks the tokens that fetch took home, and says so when it was given no roots', async () => {
    const dir = await fetched();
    const report = await verified(dir);
    expect(report.findings).toEqual([]);
    expect(report.checks.map(({ en }) => en)).toContainEqual(
      expect.stringMatching(/^2 time-stamps of checkpoints hold; \d+ entries were stamped/),
    );
    const without = await verifyLog(dir, {});
    expect(without.findings).toEqual([]);
    expect(without.remarks.map(({ en }) => en)).toContainEqual(
      expect.stringContaining('2 time-stamps of checkpoints were not checked'),
    );
  });

  it('names a token that is missing', async () => {
    const dir = await fetched();
    const { size } = (await stamped()).at(-1)!;
    await unlink(path.join(dir, 'timestamps', `${size}.tsr`));
    const report = await verified(dir);
    expect(codes(report)).toEqual(['timestamp-missing']);
    expect(report.findings[0]!.zh).toContain(`检查点 ${size} 的时间戳`);
    expect(report.findings[0]!.en).toContain(`time-stamp of checkpoint ${size}`);
  });

  it('believes no token under other roots, none that was exchanged, none that was changed', async () => {
    const dir = await fetched();
    const [first, second] = await stamped();
    const elsewhere = await mkdtemp(path.join(root, 'elsewhere-'));
    const { rootFile } = await prepareOpensslTsa(elsewhere);
    expect(codes(await verified(dir, rootFile))).toEqual(['bad-timestamp', 'bad-timestamp']);
    const file = (size: number) => path.join(dir, 'timestamps', `${size}.tsr`);
    await cp(file(first!.size), file(second!.size));
    const exchanged = await verified(dir);
    expect(exchanged.findings.map(({ code, en }) => [code, en])).toEqual([
      ['bad-timestamp', expect.stringContaining('the stamp was exchanged')],
    ]);
    await writeFile(file(second!.size), 'no token');
    expect(codes(await verified(dir))).toEqual(['bad-timestamp']);
  });

  it("shows what the log's own key cannot hide: entries changed after they were stamped, and younger ones", async () => {
    const dir = await fetched();
    const signer = await createLogSigner(path.join(root, 'keys'), 'platform.test/log');
    const entries = await entriesIn(dir);
    const rewritten = entries.with(1, written({ ...parsed(entries[1]!), event: 'rewritten' }));
    await rm(path.join(dir, 'checkpoints'), { recursive: true });
    await putForged(dir, rewritten, signer);
    const report = await verified(dir);
    expect(new Set(codes(report))).toEqual(new Set(['bad-timestamp']));
    expect(report.findings.at(-1)!.zh).toContain('盖戳之后被改动');
  });
});
