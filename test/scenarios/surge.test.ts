import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { exampleUscc } from '../../rehearsal/cast.ts';
import { PlatformUser, ProblemError } from '../../rehearsal/client.ts';
import { launch } from '../../rehearsal/script.ts';
import { isoShanghai, parseInstant } from '../../domain/time/instant.ts';
import { sealBid } from '../../runtime/sealing.ts';
import { exampleNotice, startPlatform, type TestPlatform } from '../support/platform.ts';

const BIDDERS = 200;
const STRADDLE_MS = 1_500;

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
}, 240_000);
afterAll(async () => platform.stop(), 60_000);

interface Bidder {
  readonly uscc: string;
  readonly token: string;
}

/** One person who acts for many parties: each registered, each with a token of its own. */
async function manyBidders(count: number): Promise<Bidder[]> {
  const login = `many-${randomUUID().slice(0, 8)}`;
  const user = new PlatformUser(platform.baseUrl);
  await user.post('/v1/persons', {
    login,
    password: platform.password,
    realName: '示例人员',
    phone: '13800000000',
  });
  await user.signIn(login, platform.password);
  const bidders: Bidder[] = [];
  for (let index = 0; index < count; index++) {
    const uscc = exampleUscc(`投标人${index}`);
    await user.post('/v1/parties', { uscc, name: `投标人${index}`, address: '示例地址', kinds: ['bidder'] });
    const session = await user.post('/v1/sessions/switch', { uscc, role: 'bidder' });
    bidders.push({ uscc, token: String(session['token']) });
  }
  return bidders;
}

describe('two hundred bids around the deadline', () => {
  it('are in time or refused, and the closed list is what the receipts say', async () => {
    const bidders = await manyBidders(BIDDERS);
    const notice = await exampleNotice('tangshan-2026-epc');
    const scene = await launch(notice, { baseUrl: platform.baseUrl, password: platform.password });
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
    const { now } = await owner.post(`/v1/tenders/${tenderId}/clock`, {
      to: isoShanghai(deadlineAt - STRADDLE_MS),
    });
    const began = Date.now();
    const nowAt = parseInstant(String(now));
    const answers = await Promise.all(
      bidders.map(async ({ uscc, token }, index) => {
        // Spread over twice the time that is left, so that half of them come late.
        const waitMs = ((deadlineAt - nowAt) * 2 * index) / BIDDERS - (Date.now() - began);
        if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
        const response = await fetch(`${platform.baseUrl}/v1/tenders/${tenderId}/bids`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/octet-stream',
            'idempotency-key': randomUUID(),
          },
          body: bytes as Uint8Array<ArrayBuffer>,
        });
        return { uscc, status: response.status, body: (await response.json()) as Record<string, unknown> };
      }),
    );
    const accepted = answers.filter((answer) => answer.status === 201);
    const refused = answers.filter((answer) => answer.status !== 201);
    expect(accepted.length).toBeGreaterThan(0);
    expect(refused.length).toBeGreaterThan(0);
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
  }, 240_000);
});

/** The closed list, once the closing is through. */
async function closedBids(
  owner: PlatformUser,
  tenderId: string,
): Promise<{ bidder: { uscc: string }; receivedAt: string }[]> {
  const endsAt = Date.now() + 30_000;
  for (;;) {
    try {
      return (
        (await owner.get(`/v1/tenders/${tenderId}/bids`)) as {
          bids: { bidder: { uscc: string }; receivedAt: string }[];
        }
      ).bids;
    } catch (error) {
      if (!(error instanceof ProblemError) || Date.now() > endsAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
