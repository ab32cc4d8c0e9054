import type { ComplaintCommand } from '../../domain/complaint/complaint.ts';
import type { Breach } from '../../domain/law/types.ts';
import { admit, adviseOn, type TenderCommand } from '../../domain/tender/index.ts';
import {
  commandById,
  commandByKey,
  hasPendingCommands,
  loadState,
  receiveCommand,
  recordRefusal,
  secretId,
  settleCommand,
  tenderById,
  type StoredCommand,
  type TenderRow,
  type WriteClaim,
} from '../../store/index.ts';
import { actorOf, type Deps, type Identity } from '../deps.ts';
import { alreadyRecorded } from '../middleware/refusals.ts';
import type { Once } from '../once.ts';
import type { Answer, AnswerOf } from '../answer.ts';
import { refusalProblem } from '../problem.ts';
import { shown } from '../schema.ts';
import type { commandAnswerSchema, createdFields } from './schemas.ts';
import { askAboutSigners, withSignatures } from './signed-command.ts';
import { assertMandated, unknownTender } from '../access/tender-of.ts';

/** How a command is answered that nobody refused. */
export type CommandAnswer = AnswerOf<{
  200: { description: string; schema: typeof commandAnswerSchema };
  202: { description: string; schema: typeof commandAnswerSchema };
}>;

type Created = Pick<Answer<typeof commandAnswerSchema>, keyof typeof createdFields>;

export interface Submission {
  readonly deps: Deps;
  readonly identity: Identity;
  readonly address: string;
  readonly once: Once;
}

/**
 * Takes a command: it is stored with its instant of receipt before anything else. What the law refuses
 * on the state as it stands is refused, and recorded, in the same transaction; the rest is handed to the
 * tender's process; what the law only warns of is told with the answer. Answers 200 when it was accepted, 202 while the engine has not decided; throws the
 * problem of the refusal.
 */
export async function submitCommand(
  { deps, identity, address, once }: Submission,
  tender: TenderRow,
  payload: TenderCommand,
): Promise<CommandAnswer> {
  const actor = actorOf(identity);
  let warnings: readonly Breach[] = [];
  await askAboutSigners(deps, tender, payload, actor);
  const received = await deps.store.transaction(async (tx) => {
    // Once more with the mandate held: of an act and a revocation at once one comes first.
    if (identity.role === 'agency') await assertMandated(tx, tender.draft, true);
    const othersPending = await hasPendingCommands(tx, tender.id);
    const { command, repeated } = await receiveCommand(tx, {
      id: secretId(),
      tenderId: tender.id,
      payload: await withSignatures(tx, tender, payload, actor),
      actor,
      address,
      claim: once.claim(),
      clockStartsAt: tender.clockStartsAt,
    });
    // A draft may have been deleted while the launch was on its way: then nothing is received.
    if (payload.name === 'launchTender' && (await tenderById(tx, tender.id)) === null) throw unknownTender();
    // With others before it the state is not what this command will meet: then its process decides.
    if (repeated || othersPending) return command;
    const state = await loadState(tx, tender.id, false);
    const ruleset = state?.ruleset ?? (payload.name === 'launchTender' ? payload.ruleset : null);
    if (ruleset === null) return command;
    const law = await deps.lawOf(ruleset);
    const judged = nullWhereThrown(() => ({
      refusals: admit(command.payload, actor, state, command.at, law),
      advice: state === null ? [] : adviseOn(law, state, command.payload, command.at),
    }));
    if (judged === null) return command;
    const { refusals, advice } = judged;
    if (refusals.length === 0) {
      warnings = advice;
      return command;
    }
    await settleCommand(tx, command.id, { status: 'refused', refusals });
    // What was to be a rehearsal is not one yet, but its refusal is rehearsed as well.
    const rehearsal = tender.rehearsal || (payload.name === 'launchTender' && payload.rehearsal);
    await recordRefusal(tx, { ...command, commandId: command.id, rehearsal, refusals });
    return { ...command, status: 'refused' as const, refusals };
  });
  const told = await forwarded(deps, received);
  return warnings.length === 0 ? told : { ...told, body: { ...told.body, warnings } };
}

/** Hands a command on that nobody decided yet, and says how it stands then. Throws the problem of a refused one. */
export async function forwarded(
  deps: Deps,
  command: StoredCommand<TenderCommand | ComplaintCommand>,
): Promise<CommandAnswer> {
  if (command.status !== 'received') return answer(command);
  await deps.forward(command.id);
  const em = deps.store.em();
  return answer((await commandById<TenderCommand | ComplaintCommand>(em, command.id)) ?? command);
}

/** How the command of a repeated request stands now; null where there is none. */
export async function commandAgain(deps: Deps, claim: WriteClaim): Promise<CommandAnswer | null> {
  const found = await commandByKey<TenderCommand | ComplaintCommand>(deps.store.em(), claim);
  return found && forwarded(deps, found.command);
}

/**
 * What the rules say of a command, by pure functions; null where one throws. Then the command is kept as it was received,
 * and its process sets it aside: a fault of ours is not to cost anybody the instant of receipt.
 */
export function nullWhereThrown<T>(rules: () => T): T | null {
  try {
    return rules();
  } catch {
    // The decision meets the same and says where.
    return null;
  }
}

const SET_ASIDE = {
  zh: '已按收到时刻保存；平台暂时无法处理，已转管理员，处理结果以本地址查询为准，无需重新提交',
  en: 'It is kept with its instant of receipt. The platform failed on it and its administrator has it: ask here what came of it, and do not send it again',
};

/** What a caller is told of a command. Throws the problem of a refused one. */
export function answer(command: StoredCommand<TenderCommand | ComplaintCommand>): CommandAnswer {
  if (command.status === 'refused') throw alreadyRecorded(refusalProblem(command.refusals ?? []));
  const created = createdBy(command.payload);
  const body: Answer<typeof commandAnswerSchema> = {
    commandId: command.id,
    status: command.status,
    receivedAt: shown(command.receivedAt),
    at: shown(command.at),
    ...created,
    ...(command.status === 'set-aside' ? { note: SET_ASIDE } : {}),
  };
  if (command.status === 'accepted') return { status: 200, body };
  return { status: 202, body, headers: { Location: `/v1/commands/${command.id}`, 'Retry-After': '1' } };
}

/** The ids of what a command creates. */
function createdBy(payload: TenderCommand | ComplaintCommand): Created {
  if (payload.name === 'fileComplaint') return { complaintId: payload.id };
  if (payload.name === 'openExcludedTime') return { excludedTimeId: payload.id };
  if (payload.name === 'fileObjection') return { objectionId: payload.id };
  if (payload.name === 'askQuestion') return { questionId: payload.id };
  if (payload.name === 'issueClarification') return { clarificationId: payload.id };
  if (payload.name === 'submitApplication') return { applicationId: payload.id };
  if (payload.name === 'issueInstruction') return { instructionId: payload.id };
  return {};
}
