import { z } from 'zod';
import { citationIn, refusedBy } from '../../domain/law/citation.ts';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import { keyLines } from '../../sealing/index.ts';
import {
  currentBidOf,
  enterRecord,
  noteRefusedKey,
  openingComplete,
  readFence,
  secretId,
  storeBidKey,
  type Bid,
  type FenceReading,
  type Tx,
} from '../../store/index.ts';
import { launchedTender } from '../access/tender-of.ts';
import { tenderParams } from '../commands/params.ts';
import type { Deps, Identity } from '../deps.ts';
import { formed } from '../forms.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { idSchema, shown, shownInstantSchema } from '../schema.ts';
import { fittingKey } from './bid-key.ts';
import { assertWithinDecryption } from './decryption-window.ts';

const LINE = {
  key: 'AGE-SECRET-KEY-(?:PQ-)?1[02-9AC-HJ-NP-Z]{40,100}|SM2-SECRET-KEY-[0-9A-F]{64}',
  /** Comments and empty lines, as age-keygen writes them. */
  other: '[ \\t\\r]*(?:#[^\\n]*)?',
};
/** Longer than the file of a post-quantum key with its public key, which has 2,000 characters. */
const KEY_FILE_MAX = 8_192;

/** A secret key as the tools write it: its line alone, or the whole key file. Each form of a line has one reading, so that no text takes long. */
const identitySchema = formed(
  new RegExp(
    `^(?:${LINE.other}\\n)*[ \\t]*(?:${LINE.key})[ \\t\\r]*(?:\\n(?:[ \\t]*(?:${LINE.key})[ \\t\\r]*|${LINE.other}))*$`,
  ),
  '密钥文件的内容，或者其中以 AGE-SECRET-KEY- 或者 SM2-SECRET-KEY- 开头的一行',
  'the key file, or its line that begins with AGE-SECRET-KEY- or SM2-SECRET-KEY-',
).max(KEY_FILE_MAX);

const handInKey = route({
  method: 'post',
  path: '/v1/tenders/:id/bids/mine/key',
  operationId: 'handInKey',
  tags: ['bids'],
  summary: "提交解密密钥 · Hand in the key of one's bid, at the opening",
  description:
    'A key that does not fit is refused at once, and another may be handed in until the window ends.',
  access: ['bidder'],
  write: true,
  request: {
    params: tenderParams,
    body: z.strictObject({ identity: identitySchema }),
    example: { identity: `AGE-SECRET-KEY-1${'Q'.repeat(58)}` },
  },
  responses: {
    200: {
      description: '已收到',
      schema: z.strictObject({ bidId: idSchema, receivedAt: shownInstantSchema }),
    },
  },
  handler: async ({ params, body, deps, identity, address, once }) => {
    const { state } = await launchedTender(deps.store.em(), params.id);
    const receive = async (tx: Tx): Promise<{ bid: Bid; fence: FenceReading }> => {
      const fence = await readFence(tx, params.id, 'share');
      const bid = await currentBidOf(tx, params.id, identity.partyId);
      if (fence === null || bid === null)
        throw problem(404, 'unknown-bid', {
          zh: '本单位在此项目没有投标文件',
          en: 'your party has no bid in this tender',
        });
      assertWithinDecryption(state, fence);
      return { bid, fence };
    };
    // Only within the window is a key looked at: before the closing the platform must not be able to read a bid.
    const { bid, fence } = await deps.store.transaction(receive);
    const key = await keyToKeep(deps, bid, body.identity);
    if (key === null) {
      await deps.store.transaction((tx) => noteRefusedKey(tx, bid.id, fence.at));
      throw wrongKey(state);
    }
    let complete = false;
    const answer = await once.inTransaction(async (tx) => {
      const { fence: now } = await receive(tx);
      const sealed = deps.vault.seal(Buffer.from(key.text));
      if (await storeBidKey(tx, { bidId: bid.id, sealed, checked: key.checked, at: now.at }))
        await enterHandIn(tx, {
          event: 'keyReceived',
          ruleset: state.ruleset,
          bid,
          fence: now,
          identity,
          address,
        });
      const threshold = state.draft.sealing?.threshold ?? 0;
      complete = await openingComplete(tx, params.id, threshold);
      return { status: 200, body: { bidId: bid.id, receivedAt: shown(now.at) } };
    });
    if (complete) await tellComplete(deps, params.id);
    return answer;
  },
});

/**
 * What is kept of what was handed in: the key that fits the bid, and no other; null when none does. All of them, unchecked,
 * while the storage does not answer: then the opening looks.
 */
async function keyToKeep(
  deps: Deps,
  bid: Bid,
  keyFile: string,
): Promise<{ text: string; checked: boolean } | null> {
  const keys = keyLines(keyFile);
  try {
    const text = await fittingKey(deps.blobs, bid.sha256, keys);
    return text === null ? null : { text, checked: true };
  } catch (error) {
    deps.logger.warn({ bidId: bid.id, reason: String(error) }, 'a key could not be checked; it is kept');
    return { text: keys.join('\n'), checked: false };
  }
}

function wrongKey(state: TenderState): Error {
  const until = state.decryptionEndsAt === null ? '' : `（${shown(state.decryptionEndsAt)}）`;
  return problem(422, 'wrong-key', {
    zh: '该密钥与本单位的投标文件不符，未予收存。',
    en: "This key does not open your party's bid; it was not kept.",
    ...refusedBy(state.ruleset, 'EB-013'),
    accepted: {
      zh: `解密时限${until}之前提交加密投标文件时所用的密钥。`,
      en: 'Before the window ends, the key that the bid was sealed to.',
    },
  });
}

/** Enters what came in for a bid in the record: that it came is told, by whom and for which bid is not, before the end. */
export async function enterHandIn(
  tx: Tx,
  given: {
    readonly event: 'keyReceived' | 'shareReceived';
    /** The one pinned in the tender. */
    readonly ruleset: string;
    readonly bid: Bid;
    readonly fence: FenceReading;
    readonly identity: Identity;
    readonly address: string;
    readonly more?: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  const { event, ruleset, bid, fence, identity, address, more = {} } = given;
  await enterRecord(tx, {
    id: secretId(),
    tenderId: bid.tenderId,
    event,
    at: fence.at,
    rehearsal: fence.rehearsal,
    role: identity.role,
    party: null,
    ...(event === 'shareReceived' ? citationIn(ruleset, 'EB-015') : citationIn(ruleset, 'EB-013')),
    documents: [bid.sha256],
    data: {},
    private: { person: identity.personId, party: identity.uscc, address, bidId: bid.id, ...more },
  });
}

/** Tells the process that nothing is missing; where it does not hear it now, the forwarder tells it. */
export async function tellComplete(deps: Deps, tenderId: string): Promise<void> {
  await deps.engine.keysComplete(tenderId).catch((error: unknown) => {
    deps.logger.warn(
      { tenderId, reason: String(error) },
      'the engine does not know yet that all keys are in',
    );
  });
}

export const keyRoutes: readonly Route[] = [handInKey];
