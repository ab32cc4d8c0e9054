import type { ComplaintCommand } from '../../domain/complaint/complaint.ts';
import type { TenderCommand } from '../../domain/tender/index.ts';
import { commandById, commandByKey, type StoredCommand, type WriteClaim } from '../../store/index.ts';
import type { Answer, AnswerOf } from '../answer.ts';
import type { Deps } from '../deps.ts';
import { alreadyRecorded } from '../middleware/refusals.ts';
import { refusalProblem } from '../problem.ts';
import { shown } from '../schema.ts';
import type { commandAnswerSchema, createdFields } from './answer-schema.ts';

/** How a command is answered that nobody refused. */
export type CommandAnswer = AnswerOf<{
  200: { description: string; schema: typeof commandAnswerSchema };
  202: { description: string; schema: typeof commandAnswerSchema };
}>;

type Created = Pick<Answer<typeof commandAnswerSchema>, keyof typeof createdFields>;

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
