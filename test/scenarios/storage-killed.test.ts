import { randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parseInstant } from '../../domain/time/instant.ts';
import { PlatformUser } from '../../rehearsal/client.ts';
import { EXAMPLE_LOGINS, OPERATOR } from '../../rehearsal/examples.ts';
import { advance, HOUR_MS, of, type Bidder, type Scene } from '../../rehearsal/scene.ts';
import { launch } from '../../rehearsal/script.ts';
import { sealBid, type SealedBid } from '../../runtime/sealing.ts';
import { exampleNotice, startPlatform, type TestPlatform } from '../support/platform.ts';
import { startTestS3, type TestS3 } from '../support/s3-server.ts';
import { until, untilTrue } from '../support/until.ts';

const MIB = 1024 * 1024;
/** Several parts, so that the store has some of them when it is killed. */
const ATTACHMENT_BYTES = 24 * MIB;

const s3 = await startTestS3();
let platform: TestPlatform | null = null;
afterAll(async () => {
  await platform?.stop();
  if (typeof s3 !== 'string') await s3.stop();
});

if (typeof s3 === 'string') {
  process.stderr.write(`The scenario of an S3 store that is killed is skipped: ${s3}\n`);
  it.skip('an S3 store that is killed', () => undefined);
} else {
  describe('an S3 store that is killed', () => scenario(s3));
}

function scenario(store: TestS3): void {
  it('amid a submission costs no receipt, and amid an opening no bid', async () => {
    const running = (platform = await startPlatform(store.env));
    const notice = await exampleNotice('tangshan-2026-epc');
    const scene = await launch(notice, running);
    const deadlineAt = parseInstant(notice.bidDeadline);
    await advance(scene, deadlineAt - HOUR_MS);
    const bids = await Promise.all(scene.bidders.map((bidder) => sealed(scene, bidder)));

    const [first, ...others] = scene.bidders;
    const key = randomUUID();
    const submit = await submitter(running, scene, first!);
    expect(await submit(key, killing(store, bids[0]!.bytes))).toMatchObject({
      status: 503,
      body: { code: 'storage-unavailable' },
    });
    await store.restart();
    expect(await receiptsOf(scene, first!)).toEqual([]);
    expect(await submit(key, bids[0]!.bytes)).toMatchObject({ status: 201 });
    expect(await receiptsOf(scene, first!)).toHaveLength(1);
    for (const [index, { user }] of others.entries())
      await user.postBytes(of(scene, '/bids'), bids[index + 1]!.bytes, 'application/octet-stream');

    await advance(scene, deadlineAt);
    await store.kill();
    for (const [index, { user }] of scene.bidders.entries())
      await user.post(of(scene, '/bids/mine/key'), { identity: bids[index]!.identity });
    await told(running, scene);
    await store.restart();
    const look = () => scene.owner.get(of(scene, '/opening-record')).catch(() => null);
    const record = await until(look, 'the opening record');
    const opened = { result: 'opened', priceFen: '4700000000' };
    expect(record['bids']).toMatchObject([opened, opened, opened]);
  });
}

function sealed({ tenderId }: Scene, { party }: Bidder): Promise<SealedBid> {
  const letter = {
    format: 'openseal-bid/1' as const,
    tenderId,
    bidderUscc: party.uscc,
    priceFen: '4700000000',
    durationDays: 145,
    quality: '合格',
    projectManager: null,
    certificate: null,
  };
  return sealBid(letter, { attachment: randomBytes(ATTACHMENT_BYTES) });
}

/** Submits bytes once, without the patience of the example users. */
async function submitter(
  { baseUrl }: TestPlatform,
  scene: Scene,
  { party, user }: Bidder,
): Promise<(key: string, body: AsyncIterable<Uint8Array> | Uint8Array) => Promise<object>> {
  const session = await user.post('/v1/sessions/switch', { uscc: party.uscc, role: 'bidder' });
  return async (key, body) => {
    const response = await fetch(new URL(of(scene, '/bids'), baseUrl), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${String(session['token'])}`,
        'content-type': 'application/octet-stream',
        'idempotency-key': key,
      },
      body: body instanceof Uint8Array ? body : Readable.toWeb(Readable.from(body)),
      duplex: 'half',
    } as RequestInit);
    return { status: response.status, body: (await response.json()) as object };
  };
}

/** A bid that is being sent while the store dies: it has begun to take the first half. */
async function* killing({ client, options, kill }: TestS3, bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const half = bytes.length / 2;
  yield* piecesOf(bytes.subarray(0, half));
  await untilTrue(async () => {
    const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket: options.bucket }));
    return (Uploads ?? []).length > 0;
  });
  await kill();
  yield* piecesOf(bytes.subarray(half));
}

function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 64 * 1024) yield bytes.subarray(at, at + 64 * 1024);
}

const receiptsOf = async (scene: Scene, { user }: Bidder): Promise<unknown> =>
  (await user.get(of(scene, '/bids/mine')))['receipts'];

/** The administrator is told that the opening fails, and why. */
async function told({ baseUrl, password }: TestPlatform, scene: Scene): Promise<void> {
  const administrator = new PlatformUser(baseUrl);
  await administrator.signIn(EXAMPLE_LOGINS.administrator, password, OPERATOR.uscc, 'administrator');
  await untilTrue(async () => {
    const { items } = (await administrator.get('/v1/admin/queue?kind=opening')) as { items: object[] };
    const item = JSON.stringify(items.find((one) => JSON.stringify(one).includes(scene.tenderId)) ?? null);
    return item.includes('the S3 store does not serve');
  });
}
