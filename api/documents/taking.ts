import { Readable } from 'node:stream';
import { citationIn } from '../../domain/law/citation.ts';
import type { LawContext } from '../../domain/law/context.ts';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import {
  enterRecord,
  hasTaken,
  noteTakingOfDay,
  readFence,
  readFenceUnlocked,
  registerTaker,
  secretId,
  type Em,
  type FenceReading,
  type Tx,
} from '../../store/index.ts';
import type { Deps, Identity } from '../deps.ts';
import { answerFile, type FilePlan } from '../file-answer.ts';
import { refusalProblem } from '../problem.ts';
import type { AnswerOf } from '../answer.ts';
import type { FILE_RESPONSES } from '../file-answer.ts';
import { refuseTaking, type IssuedPaper } from '../../domain/visibility/offers.ts';

/** A document that is handed out, and who comes for it. */
export interface TakingRequest {
  readonly state: TenderState;
  readonly issued: IssuedPaper;
  readonly plan: FilePlan;
  readonly taker: Identity;
  readonly address: string;
}

/**
 * Gives a document that is handed out: refused, or, where a bidder is given bytes of it, registered in secret, after its
 * bytes were found and before the first of them is sent. Who only looks (HEAD, or a copy that is still the same) has taken
 * nothing. Throws the refusal, and what the storage throws.
 */
export async function takeIssued(deps: Deps, asked: TakingRequest): Promise<AnswerOf<typeof FILE_RESPONSES>> {
  const { state, plan, taker } = asked;
  const law = await deps.lawOf(state.ruleset);
  const em = deps.store.em();
  await assertMayTake(em, asked, await readFenceUnlocked(em, state.id), law);
  const answer = await answerFile(plan, deps.blobs);
  if (taker.role !== 'bidder' || !plan.givesBytes) return answer;
  try {
    await deps.store.transaction((tx) => register(tx, asked, law));
  } catch (error) {
    if (answer.body instanceof Readable) answer.body.destroy();
    throw error;
  }
  return answer;
}

/**
 * The fence at whose instant a document may be taken. Throws the refusal. It is read without its lock for who is only answered, and
 * under it for who is registered: what stands in the record was lawful at the instant that it names.
 */
async function assertMayTake(
  em: Em,
  { state, issued, taker }: TakingRequest,
  fence: FenceReading | null,
  law: LawContext,
): Promise<FenceReading> {
  if (fence === null) throw new Error(`tender ${state.id} has no fence`);
  const before = await hasTaken(em, { tenderId: state.id, partyId: taker.partyId });
  const refusal = refuseTaking(issued, state, taker, { at: fence.at, before }, law);
  if (refusal !== null) throw refusalProblem([refusal]);
  return fence;
}

/**
 * Enters who took what, and when: the first time of a person on a day, for whoever asks again and again would fill the
 * record. More parts of what its party took belong to that taking, however many there are.
 */
async function register(tx: Tx, asked: TakingRequest, law: LawContext): Promise<void> {
  const { state, issued, plan, taker, address } = asked;
  const fence = await assertMayTake(tx, asked, await readFence(tx, state.id, 'share'), law);
  const { sha256 } = issued.document;
  const { partyId, personId, uscc } = taker;
  const taking = { tenderId: state.id, partyId, personId, sha256, at: fence.at };
  const isFirst = await registerTaker(tx, taking);
  if (!isFirst && plan.status === 206) return;
  if (!(await noteTakingOfDay(tx, taking))) return;
  await enterRecord(tx, {
    id: secretId(),
    tenderId: state.id,
    event: 'documentTaken',
    at: fence.at,
    rehearsal: fence.rehearsal,
    role: taker.role,
    party: null,
    ...citationIn(state.ruleset, 'EB-006'),
    documents: [sha256],
    data: {},
    private: { person: personId, party: uscc, address },
  });
}
