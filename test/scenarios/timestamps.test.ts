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
import { freePort } from '../support/ports.ts';
import { until } from '../support/until.ts';

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
});
afterAll(async () => {
  await platform.stop();
  await rm(dir, { recursive: true, force: true });
});

interface Receipted {
  readonly address: string;
  readonly signature: string;
  readonly user: PlatformUser;
}

/** A sealed bid of one bidder, with its receipt. */
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
  const answer = await user.postBytes(`/v1/tenders/${tenderId}/bids`, bytes, 'application/octet-stream');
  return receipted(tenderId, user, answer);
}

function receipted(tenderId: string, user: PlatformUser, answer: object): Receipted {
  const { receipt, signature } = answer as { receipt: { receiptId: string }; signature: string };
  const address = `/v1/tenders/${tenderId}/bids/mine/${receipt.receiptId}/timestamp`;
  return { address, signature, user };
}

/** The reply that holds a receipt's token, once it is there. */
function tokenOf(one: Receipted): Promise<Buffer> {
  return until(async () => {
    const response = await fetch(platform.baseUrl + one.address, {
      headers: { authorization: `Bearer ${one.user['token']}` },
    }).catch(() => null);
    return response?.status === 200 ? Buffer.from(await response.arrayBuffer()) : null;
  }, 'the token of a receipt');
}

describe('bids while the time-stamping authority is away', () => {
  it('get their receipts at once; the administrator sees what waits; every receipt has its token in the end', async () => {
    const notice = await exampleNotice('tangshan-2026-epc');
    const scene = await launch(notice, platform);
    const to = isoShanghai(parseInstant(notice.bidDeadline) - 3_600_000);
    await scene.owner.post(`/v1/tenders/${scene.tenderId}/clock`, { to });
    const receipts = [await submit(scene, 0), await submit(scene, 1), await submit(scene, 2)];
    const { user } = scene.bidders[2]!;
    const withdrawal = await user.post(`/v1/tenders/${scene.tenderId}/bids/mine/withdrawal`);
    receipts.push(receipted(scene.tenderId, user, withdrawal));

    const administrator = await new PlatformUser(platform.baseUrl).signIn(
      EXAMPLE_LOGINS.administrator,
      platform.password,
    );
    const { memberships } = (await administrator.get('/v1/me')) as { memberships: { uscc: string }[] };
    const [{ uscc }] = memberships as [{ uscc: string }];
    await administrator.signIn(EXAMPLE_LOGINS.administrator, platform.password, uscc, 'administrator');
    // The receipts are there while all that would stamp them is tried in vain; a checkpoint of their log waits with them.
    const seen = await failingStamps(administrator);
    // One of the record itself may wait beside them: people signed in, and that stands there.
    const waiting = seen.timestamps.map((one) => one.kind).filter((kind) => kind !== 'checkpoint');
    expect(waiting.toSorted()).toEqual([
      ...Array.from({ length: 4 }, () => 'receipt'),
      'rehearsals-checkpoint',
    ]);
    expect(seen.timestamps.map((one) => one.lastError).join()).toContain('is not reached');

    // The lane and what wakes it are killed with everything still to do; meanwhile the authority comes back.
    await Promise.all([platform.kill('worker'), platform.kill('sequencer')]);
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
      await until(async () => {
        const { pending } = (await administrator.get('/v1/admin/timestamps')) as { pending: number };
        return pending === 0 ? true : null;
      }, 'the last stamp');
    } finally {
      await authority.close();
    }
  });
});

/** The checkpoint that waited has its token, over its text as everybody reads it. */
async function checkpointStamped(): Promise<void> {
  const size = await until(async () => {
    const answer = await fetch(`${platform.baseUrl}/rehearsals/log/timestamps`);
    const { timestamps } = (await answer.json()) as {
      timestamps: { size: number; genTime: string | null }[];
    };
    return timestamps[0]?.genTime == null ? null : timestamps[0].size;
  }, 'the token of the checkpoint');
  const listed = await fetch(`${platform.baseUrl}/rehearsals/log/checkpoints?from=${size}&limit=1`);
  const [note] = ((await listed.json()) as { checkpoints: string[] }).checkpoints;
  const token = await fetch(`${platform.baseUrl}/rehearsals/log/checkpoints/${size}/timestamp`);
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

/** What the administrator sees once a checkpoint waits too, and something was tried in vain. */
function failingStamps(administrator: PlatformUser): Promise<Waiting> {
  return until(async () => {
    const seen = (await administrator.get('/v1/admin/timestamps')) as unknown as Waiting;
    const tried = seen.timestamps.some((one) => one.lastError !== null);
    return tried && seen.timestamps.some((one) => one.kind === 'rehearsals-checkpoint') ? seen : null;
  }, 'a stamp that fails');
}
