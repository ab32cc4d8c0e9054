import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseInstant, isoShanghai } from '../../domain/time/instant.ts';
import { PlatformUser } from '../../rehearsal/client.ts';
import { EXAMPLE_LOGINS } from '../../rehearsal/examples.ts';
import { launch, type Scene } from '../../rehearsal/script.ts';
import { sealBid } from '../../runtime/sealing.ts';
import { openssl, prepareOpensslTsa } from '../support/openssl.ts';
import { exampleNotice, startPlatform, type TestPlatform } from '../support/platform.ts';
import { freePort } from '../support/services.ts';
import { until } from '../support/until.ts';

const TOKENS_WITHIN_MS = 90_000;
const RECEIPT_WITHIN_MS = 5_000;

let dir: string;
let platform: TestPlatform;
let prepared: Awaited<ReturnType<typeof prepareOpensslTsa>>;
let port: number;
beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'openseal-tsa-'));
  prepared = await prepareOpensslTsa(dir);
  port = await freePort();
  platform = await startPlatform({
    OPENSEAL_TSA_URL: `http://127.0.0.1:${port}/`,
    OPENSEAL_TSA_ROOTS: prepared.rootFile,
  });
}, 240_000);
afterAll(async () => {
  await platform.stop();
  await rm(dir, { recursive: true, force: true });
}, 60_000);

interface Receipted {
  readonly address: string;
  readonly signature: string;
  readonly user: PlatformUser;
  readonly tookMs: number;
}

/** A sealed bid of one bidder, and how long its receipt took. */
async function submit({ tenderId, bidders }: Scene, index: number): Promise<Receipted> {
  const { user, party } = bidders[index]!;
  const { bytes } = await sealBid({
    format: 'openseal-bid/1',
    tenderId,
    bidderUscc: party.uscc,
    priceFen: '4688000000',
    durationDays: 150,
    quality: '合格',
    projectManager: null,
    certificate: null,
  });
  const began = Date.now();
  const answer = await user.postBytes(`/v1/tenders/${tenderId}/bids`, bytes, 'application/octet-stream');
  return receipted(tenderId, user, answer, Date.now() - began);
}

function receipted(tenderId: string, user: PlatformUser, answer: object, tookMs: number): Receipted {
  const { receipt, signature } = answer as { receipt: { receiptId: string }; signature: string };
  const address = `/v1/tenders/${tenderId}/bids/mine/${receipt.receiptId}/timestamp`;
  return { address, signature, user, tookMs };
}

/** The reply that holds a receipt's token, once it is there. */
async function tokenOf(one: Receipted): Promise<Buffer> {
  const endsAt = Date.now() + TOKENS_WITHIN_MS;
  for (;;) {
    const response = await fetch(platform.baseUrl + one.address, {
      headers: { authorization: `Bearer ${one.user['token']}` },
    }).catch(() => null);
    if (response?.status === 200) return Buffer.from(await response.arrayBuffer());
    if (Date.now() > endsAt) throw new Error(`no token: ${response?.status} ${await response?.text()}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function kill(name: string): Promise<void> {
  process.kill((await platform.running()).children[name]!, 'SIGKILL');
}

describe('bids while the time-stamping authority is away', () => {
  it('get their receipts at once; the administrator sees what waits; every receipt has its token in the end', async () => {
    const notice = await exampleNotice('tangshan-2026-epc');
    const scene = await launch(notice, { baseUrl: platform.baseUrl, password: platform.password });
    const to = isoShanghai(parseInstant(notice.bidDeadline) - 3_600_000);
    await scene.owner.post(`/v1/tenders/${scene.tenderId}/clock`, { to });
    const receipts = [await submit(scene, 0), await submit(scene, 1), await submit(scene, 2)];
    const { user } = scene.bidders[2]!;
    const withdrawal = await user.post(`/v1/tenders/${scene.tenderId}/bids/mine/withdrawal`);
    receipts.push(receipted(scene.tenderId, user, withdrawal, 0));
    for (const { tookMs } of receipts) expect(tookMs).toBeLessThan(RECEIPT_WITHIN_MS);

    const administrator = await new PlatformUser(platform.baseUrl).signIn(
      EXAMPLE_LOGINS.administrator,
      platform.password,
    );
    const { memberships } = (await administrator.get('/v1/me')) as { memberships: { uscc: string }[] };
    const [{ uscc }] = memberships as [{ uscc: string }];
    await administrator.signIn(EXAMPLE_LOGINS.administrator, platform.password, uscc, 'administrator');
    const seen = await failingStamps(administrator);
    // A checkpoint of the record waits with them.
    expect(seen.timestamps.map((one) => one.kind).toSorted()).toEqual([
      'checkpoint',
      ...Array.from({ length: 4 }, () => 'receipt'),
    ]);
    expect(seen.timestamps.map((one) => one.lastError).join()).toContain('is not reached');

    // The lane and what wakes it are killed with everything still to do; meanwhile the authority comes back.
    await Promise.all([kill('worker'), kill('sequencer')]);
    const authority = await prepared.listen(port);
    try {
      receipts.push(await submit(scene, 0));
      await administrator.post('/v1/admin/timestamps/retry');
      for (const [index, one] of receipts.entries()) {
        await writeFile(path.join(dir, `${index}.tsr`), await tokenOf(one));
        await writeFile(path.join(dir, `${index}.jws`), one.signature);
        const files = ['-data', `${index}.jws`, '-in', `${index}.tsr`, '-CAfile', 'root.pem'];
        const said = await openssl(dir, 'ts', '-verify', ...files, '-untrusted', 'between.pem');
        expect(said).toContain('Verification: OK');
      }
      await checkpointStamped();
    } finally {
      await authority.close();
    }
    expect(await administrator.get('/v1/admin/timestamps')).toMatchObject({ pending: 0, timestamps: [] });
  }, 240_000);
});

/** The checkpoint that waited has its token, over its text as everybody reads it. */
async function checkpointStamped(): Promise<void> {
  const size = await until(async () => {
    const answer = await fetch(`${platform.baseUrl}/log/timestamps`);
    const { timestamps } = (await answer.json()) as {
      timestamps: { size: number; genTime: string | null }[];
    };
    return timestamps[0]?.genTime == null ? null : timestamps[0].size;
  }, 'the token of the checkpoint');
  const listed = await fetch(`${platform.baseUrl}/log/checkpoints?from=${size}&limit=1`);
  const [note] = ((await listed.json()) as { checkpoints: string[] }).checkpoints;
  const token = await fetch(`${platform.baseUrl}/log/checkpoints/${size}/timestamp`);
  await writeFile(path.join(dir, 'checkpoint.txt'), note!.slice(0, note!.indexOf('\n\n') + 1));
  await writeFile(path.join(dir, 'checkpoint.tsr'), Buffer.from(await token.arrayBuffer()));
  const files = ['-data', 'checkpoint.txt', '-in', 'checkpoint.tsr', '-CAfile', 'root.pem'];
  const said = await openssl(dir, 'ts', '-verify', ...files, '-untrusted', 'between.pem');
  expect(said).toContain('Verification: OK');
}

interface Waiting {
  readonly pending: number;
  readonly timestamps: readonly { readonly kind: string; readonly lastError: string | null }[];
}

/** What the administrator sees once something was tried in vain. */
async function failingStamps(administrator: PlatformUser): Promise<Waiting> {
  const endsAt = Date.now() + TOKENS_WITHIN_MS;
  for (;;) {
    const seen = (await administrator.get('/v1/admin/timestamps')) as unknown as Waiting;
    if (seen.timestamps.some((one) => one.lastError !== null) || Date.now() > endsAt) return seen;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
