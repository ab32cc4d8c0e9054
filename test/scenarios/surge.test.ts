import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { PlatformUser, ProblemError } from '../../rehearsal/client.ts';
import { advance, HOUR_MS } from '../../rehearsal/scene.ts';
import { launch } from '../../rehearsal/script.ts';
import { parseInstant } from '../../domain/time/instant.ts';
import { sealBid } from '../../runtime/sealing.ts';
import { manyBidders, type ActingParty } from '../support/many-parties.ts';
import { exampleNotice, startPlatform, type TestPlatform } from '../support/platform.ts';
import { until } from '../support/until.ts';

const BIDDERS = 200;
/** So many are in before the deadline whatever happens, so many come after it, and the rest falls where it falls. */
const SURELY = 25;
const AT_ONCE = 16;

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(async () => platform.stop());

/** Hands in a bid of each bidder, so many at a time. */
async function submitted(tenderId: string, bidders: readonly ActingParty[], bytes: Uint8Array) {
  const waiting = bidders.values();
  const answers: { uscc: string; status: number; body: Record<string, unknown> }[] = [];
  const lane = async (): Promise<void> => {
    for (const { uscc, token } of waiting) {
      const response = await fetch(`${platform.baseUrl}/v1/tenders/${tenderId}/bids`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/octet-stream',
          'idempotency-key': randomUUID(),
        },
        body: bytes as Uint8Array<ArrayBuffer>,
      });
      answers.push({
        uscc,
        status: response.status,
        body: (await response.json()) as Record<string, unknown>,
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return answers;
}

describe('two hundred bids around the deadline', () => {
  it('are in time or refused, and the closed list is what the receipts say', async () => {
    const bidders = await manyBidders(platform, BIDDERS);
    const notice = await exampleNotice('tangshan-2026-epc');
    const scene = await launch(notice, platform);
    const { tenderId, owner } = scene;
    const deadlineAt = parseInstant(notice.bidDeadline);
    const { bytes } = await sealBid({
      format: 'openseal-bid/1',
      tenderId,
      bidderUscc: bidders[0]!.uscc,
      priceFen: '1',
      durationDays: null,
      quality: '合格',
      projectManager: null,
      certificate: null,
    });
    await advance(scene, deadlineAt - HOUR_MS);
    const first = await submitted(tenderId, bidders.slice(0, SURELY), bytes);
    // The deadline comes, and the closing with it, while the next ones are on their way.
    const [middle] = await Promise.all([
      submitted(tenderId, bidders.slice(SURELY, -SURELY), bytes),
      advance(scene, deadlineAt),
    ]);
    const last = await submitted(tenderId, bidders.slice(-SURELY), bytes);
    const answers = [...first, ...middle, ...last];
    expect(answers).toHaveLength(BIDDERS);
    expect(new Set(first.map((answer) => answer.status))).toEqual(new Set([201]));
    expect(new Set(last.map((answer) => answer.status))).toEqual(new Set([422]));
    const accepted = answers.filter((answer) => answer.status === 201);
    const refused = answers.filter((answer) => answer.status !== 201);
    for (const { body } of accepted) {
      const receipt = body['receipt'] as { receivedAt: string };
      expect(parseInstant(receipt.receivedAt)).toBeLessThan(deadlineAt);
    }
    for (const { status, body } of refused)
      expect({ status, code: body['code'] }).toEqual({ status: 422, code: 'ZTB-211' });

    const bids = await closedBids(owner, tenderId);
    const listed = bids.map((bid) => [bid.bidder.uscc, bid.receivedAt].join(' ')).toSorted();
    const receipted = accepted
      .map(({ uscc, body }) => [uscc, (body['receipt'] as { receivedAt: string }).receivedAt].join(' '))
      .toSorted();
    expect(listed).toEqual(receipted);
  });
});

interface ClosedBid {
  readonly bidder: { readonly uscc: string };
  readonly receivedAt: string;
}

/** The closed list, once the closing is through. */
function closedBids(owner: PlatformUser, tenderId: string): Promise<readonly ClosedBid[]> {
  return until(async () => {
    try {
      return (await owner.get(`/v1/tenders/${tenderId}/bids`))['bids'] as readonly ClosedBid[];
    } catch (error) {
      if (error instanceof ProblemError) return null;
      throw error;
    }
  }, 'the closed list');
}
