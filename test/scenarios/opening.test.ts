import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { isoShanghai, parseInstant } from '../../domain/time/instant.ts';
import { PlatformUser } from '../../rehearsal/client.ts';
import { advance, HOUR_MS, of, type Scene } from '../../rehearsal/scene.ts';
import { launch } from '../../rehearsal/script.ts';
import { tenderWorkflowId } from '../../workflows/messages.ts';
import { tar } from '../support/bids.ts';
import { withEngine } from '../support/engine.ts';
import { exampleNotice, startPlatform, type TestPlatform } from '../support/platform.ts';
import { exampleTrustees, handInShares, submitSealed, type TrusteeParty } from '../support/trustees.ts';
import { until } from '../support/until.ts';

const ATTACHMENT_BYTES = 3 * 1024 * 1024;

let platform: TestPlatform;
let reader: PlatformUser;
beforeAll(async () => {
  platform = await startPlatform();
  reader = new PlatformUser(platform.baseUrl);
});
afterAll(async () => platform.stop());

interface Played {
  readonly scene: Scene;
  readonly trustees: [TrusteeParty, TrusteeParty, TrusteeParty];
  readonly bids: readonly { readonly bidId: string; readonly identity: string }[];
}

/** A tender with trustees, closed, with a bid of each of three bidders: nobody has handed in anything yet. */
async function closed(attachment: Uint8Array | null): Promise<Played> {
  const notice = await exampleNotice('xian-2026-servers');
  const { demand, trustees, accept } = await exampleTrustees(platform, notice);
  const scene = await launch(notice, { ...platform, draft: { sealing: demand }, beforeLaunch: accept });
  const deadlineAt = parseInstant(notice.bidDeadline);
  await advance(scene, deadlineAt - HOUR_MS);
  const bids = [];
  for (const [index, bidder] of scene.bidders.entries()) {
    const letter = JSON.stringify({
      format: 'openseal-bid/1',
      tenderId: scene.tenderId,
      bidderUscc: bidder.party.uscc,
      priceFen: String(4_700_000_000 + index),
      durationDays: 30,
      quality: '合格',
      projectManager: null,
      certificate: null,
    });
    const plain =
      attachment === null ? Buffer.from(letter) : tar({ 'bid.json': Buffer.from(letter), attachment });
    bids.push(await submitSealed(scene, bidder, demand, plain));
  }
  await advance(scene, deadlineAt);
  return { scene, trustees, bids };
}

const record = (scene: Scene): Promise<Record<string, unknown> | null> =>
  reader.get(of(scene, '/opening-record')).catch(() => null);
const phaseOf = async (scene: Scene): Promise<unknown> => (await reader.get(of(scene)))['phase'];

/** Every bidder has the request for its key in its inbox. */
async function asked(scene: Scene): Promise<void> {
  for (const { user } of scene.bidders)
    await until(async () => {
      const { notices } = (await user.get('/v1/me/notices?limit=50')) as {
        notices: { tenderId: string; kind: string }[];
      };
      return notices.some((one) => one.kind === 'keys-wanted' && one.tenderId === scene.tenderId) || null;
    }, 'the request for the key');
}

interface Held {
  /** Resolves once somebody reads the file: the reader has its first half, and waits for the rest. */
  read(): Promise<void>;
  /** The file is there again, for whoever opens it from now on. */
  release(): Promise<void>;
}

/** A stored file that gives its first half and then no more, as a disk does that hangs: a pipe in its place. */
async function held(sha256: string): Promise<Held> {
  const file = path.join(platform.dataDir, 'storage', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  const aside = `${file}.aside`;
  await rename(file, aside);
  await promisify(execFile)('mkfifo', ['-m', '644', file]);
  let pipe: FileHandle | null = null;
  return {
    read: async () => {
      // Not to be opened for writing before somebody reads.
      pipe = await until(
        () => open(file, constants.O_WRONLY | constants.O_NONBLOCK).catch(() => null),
        'the reading of the bid',
      );
      const half = Buffer.alloc(32 * 1024);
      const original = await open(aside);
      await original.read(half, 0, half.length, 0);
      await original.close();
      await pipe.write(half);
    },
    release: async () => {
      await rename(aside, file);
      await pipe?.close();
    },
  };
}

/** The hash of the file that a bidder handed in. */
async function fileOf(scene: Scene, bidder: number): Promise<string> {
  const { receipts } = (await scene.bidders[bidder]!.user.get(of(scene, '/bids/mine'))) as {
    receipts: { receipt: { sha256: string } }[];
  };
  return receipts[0]!.receipt.sha256;
}

describe('an opening with three trustees, of whom two are enough', () => {
  it('is done as soon as each bid has its key or two shares, and its record is confirmed', async () => {
    const { scene, trustees, bids } = await closed(null);
    const [first, second, third] = scene.bidders.map(({ user }) => user);
    await first!.post(of(scene, '/opening/presence'));
    await first!.post(of(scene, '/bids/mine/key'), { identity: bids[0]!.identity });
    await second!.post(of(scene, '/bids/mine/key'), { identity: bids[1]!.identity });
    // The third has lost its key. One trustee is not enough.
    await handInShares(scene, trustees[0], [bids[2]!.bidId]);
    expect([await phaseOf(scene), await record(scene)]).toEqual(['opening', null]);
    await handInShares(scene, trustees[2], [bids[2]!.bidId]);
    const opened = await until(() => record(scene), 'the opening record');
    expect(opened['bids']).toMatchObject([
      { readOut: 1, result: 'opened', priceFen: '4700000000', evidence: null },
      { readOut: 2, result: 'opened', priceFen: '4700000001', evidence: null },
      {
        readOut: 3,
        result: 'opened',
        priceFen: '4700000002',
        attribution: null,
        evidence: {
          openedBy: 'shares',
          key: 'none',
          shares: {
            threshold: 2,
            trustees: [
              { trusteeId: 'tenderee', verdict: 'good' },
              { trusteeId: 'authority', verdict: 'absent' },
              { trusteeId: 'platform', verdict: 'good' },
            ],
          },
        },
      },
    ]);
    await third!.post(of(scene, '/opening/confirmation'));
    expect(await record(scene)).toMatchObject({
      signedIn: 1,
      bids: [{ response: 'open' }, { response: 'open' }, { response: 'confirmed' }],
    });
  });

  it('resumes when its worker is killed in the middle, and finds whose doing each failure is', async () => {
    const { scene, trustees, bids } = await closed(randomBytes(ATTACHMENT_BYTES));
    await asked(scene);
    await scene.bidders[0]!.user.post(of(scene, '/bids/mine/key'), { identity: bids[0]!.identity });
    await handInShares(scene, trustees[1], [bids[1]!.bidId, bids[2]!.bidId]);
    await handInShares(scene, trustees[0], [bids[1]!.bidId]);
    const endsAt = parseInstant(scene.notice.bidDeadline) + HOUR_MS;
    const hanging = await held(await fileOf(scene, 1));
    const moved = scene.owner.post(of(scene, '/clock'), { to: isoShanghai(endsAt) });
    await hanging.read();
    // A bid is being read, the record is not written: in the middle, however fast the machine.
    expect(await record(scene)).toBeNull();
    await withEngine(platform, async (engine) => {
      const handle = engine.client.workflow.getHandle(tenderWorkflowId(scene.tenderId));
      const { runId } = await handle.describe();
      await platform.kill('worker');
      await hanging.release();
      await moved;
      await until(() => record(scene), 'the opening record');
      const { events } = await engine.client.workflow.getHandle(handle.workflowId, runId).fetchHistory();
      const attempts = (events ?? []).map((event) => event.activityTaskStartedEventAttributes?.attempt ?? 0);
      expect(Math.max(...attempts)).toBeGreaterThan(1);
    });
    const opened = (await record(scene))!;
    expect(opened['bids']).toMatchObject([
      { result: 'opened', priceFen: '4700000000', attribution: null },
      { result: 'opened', priceFen: '4700000001', evidence: { openedBy: 'shares' } },
      {
        result: 'too-few-shares',
        attribution: 'not-bidder',
        priceFen: null,
        evidence: { openedBy: null, key: 'none', prompted: true, hall: 'up' },
      },
    ]);
    // What it counts as, and what follows, stands where everybody reads: duty, announcement, notice, record.
    const events = await until(async () => {
      const { entries } = (await reader.get(`/v1/record?tenderId=${scene.tenderId}&limit=200`)) as {
        entries: { event: string; data: { bids?: unknown[] } }[];
      };
      const found = entries.filter((entry) => entry.event === 'bidsOpened');
      return found.length > 0 ? found : null;
    }, 'the entry of the opening');
    expect(events).toHaveLength(1);
    expect(events[0]?.data.bids?.[2]).toMatchObject({ attribution: 'not-bidder', evidence: { hall: 'up' } });
    await until(async () => {
      const { notices } = (await scene.bidders[2]!.user.get('/v1/me/notices?limit=50')) as {
        notices: { tenderId: string; kind: string; textZh: string }[];
      };
      const notice = notices.find((one) => one.kind === 'bid-not-opened' && one.tenderId === scene.tenderId);
      return notice === undefined ? null : notice.textZh.includes('视为撤回') || null;
    }, 'the notice of the failure');
    expect(
      (await scene.owner.post(of(scene, '/security-return'), { interestFen: '0', whose: 'withdrawn' }))[
        'status'
      ],
    ).toBe('accepted');
  });
});
