import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { ComplaintCommand } from '../../domain/complaint/complaint.ts';
import type { PartyNotice } from '../../domain/disclosure/index.ts';
import { platformRefusal, type Refusal } from '../../domain/refusal.ts';
import type { TenderCommand } from '../../domain/tender/index.ts';
import {
  commandById,
  enqueueDelivery,
  lockCommand,
  recordRefusal,
  settleCommand,
  takeUpAgain,
  tenderById,
  type StoredCommand,
  type Tx,
} from '../../store/index.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { idSchema, multilineText, shown } from '../schema.ts';
import { commandAnswerSchema } from '../commands/answer-schema.ts';

const ADMINISTRATOR = ['administrator'] as const;
const params = z.strictObject({ id: idSchema });
type AnyCommand = StoredCommand<TenderCommand | ComplaintCommand>;

const retry = route({
  method: 'post',
  path: '/v1/admin/commands/:id/retry',
  operationId: 'retryCommand',
  tags: ['admin'],
  summary:
    '重新处理搁置的指令 · Have a command decided again that was set aside, as of its instant of receipt',
  access: ADMINISTRATOR,
  write: true,
  request: { params },
  responses: { 200: { description: '处理结果', schema: commandAnswerSchema } },
  handler: async ({ params: { id }, deps, once }) => {
    const answer = await once.inTransaction(async (tx) => {
      if (!(await takeUpAgain(tx, id))) throw notSetAside(await commandById(tx, id));
      return shownCommand((await commandById<TenderCommand | ComplaintCommand>(tx, id))!);
    });
    await deps.forward(id);
    const decided = await commandById<TenderCommand | ComplaintCommand>(deps.store.em(), id);
    return decided === null ? answer : shownCommand(decided);
  },
});

const refuse = route({
  method: 'post',
  path: '/v1/admin/commands/:id/refusal',
  operationId: 'refuseCommand',
  tags: ['admin'],
  summary:
    '不予受理搁置的指令 · Refuse a command that was set aside; its sender is told, and the record says so',
  access: ADMINISTRATOR,
  write: true,
  request: {
    params,
    body: z.strictObject({ reason: multilineText(2000) }),
    example: { reason: '金额字段超出平台可以处理的范围，请核对后重新提交。' },
  },
  responses: { 200: { description: '已不予受理', schema: commandAnswerSchema } },
  handler: async ({ params: { id }, body: { reason }, deps, identity, once }) => {
    let tenderId: string | null = null;
    const answer = await once.inTransaction(async (tx) => {
      const command = await lockCommand<TenderCommand | ComplaintCommand>(tx, id);
      if (command?.status !== 'set-aside') throw notSetAside(command);
      const refusals = [refusalFor(reason)];
      const tender = await tenderById(tx, command.tenderId);
      await settleCommand(tx, id, { status: 'refused', refusals });
      await recordRefusal(tx, {
        ...command,
        commandId: id,
        rehearsal: tender?.rehearsal ?? false,
        refusals: [UNDECIDABLE],
        refusedBy: { person: identity.personId, reason },
      });
      if (tender !== null && tender.state !== null)
        await tellSender(tx, command, tender.state.draft.title, reason);
      ({ tenderId } = command);
      return shownCommand({ ...command, status: 'refused', refusals });
    });
    if (tenderId !== null) deps.wakeLane(`tender:${String(tenderId)}`);
    await deps.tellRefused(id);
    return answer;
  },
});

/** What the record says of it; the reason, which is written by hand, is told to the sender alone. */
const UNDECIDABLE = platformRefusal(
  'cannot-be-decided',
  '平台无法处理该指令，管理员不予受理。',
  'The platform cannot decide this command, and its administrator refused it.',
);

const refusalFor = (reason: string): Refusal => ({
  ...UNDECIDABLE,
  zh: `${UNDECIDABLE.zh}理由：${reason}`,
  en: `${UNDECIDABLE.en} The reason: ${reason}`,
});

/** A person without a party, an administrator, has no inbox and reads the command itself. */
async function tellSender(tx: Tx, command: AnyCommand, title: string, reason: string): Promise<void> {
  const { actor, tenderId, name, receivedAt } = command;
  if (actor.partyId === null) return;
  const [zh, en] = [
    `于${shown(receivedAt)}收到的指令（${name}）`,
    `The command ${name} received at ${shown(receivedAt)}`,
  ];
  const notice: PartyNotice = {
    to: { partyId: actor.partyId },
    kind: 'command-refused',
    titleZh: `${title}：一项指令不予受理`,
    titleEn: `${title}: a command was refused`,
    textZh: `${zh}平台无法处理，管理员不予受理，未产生任何效果。理由：${reason}`,
    textEn: `${en} could not be decided by the platform and was refused by its administrator; nothing came of it. The reason: ${reason}`,
    rule: null,
    article: null,
  };
  await enqueueDelivery(tx, {
    id: uuidv7(),
    lane: `tender:${tenderId}`,
    kind: 'notify',
    tenderId,
    payload: notice,
  });
}

function shownCommand({ id, status, receivedAt, at }: AnyCommand) {
  return {
    status: 200 as const,
    body: { commandId: id, status, receivedAt: shown(receivedAt), at: shown(at) },
  };
}

function notSetAside(command: { readonly status: string } | null): Error {
  if (command === null)
    return problem(404, 'unknown-command', { zh: '没有此指令', en: 'there is no such command' });
  return problem(409, 'not-set-aside', {
    zh: '该指令未被搁置，无需处理',
    en: 'the command is not set aside: there is nothing to do about it',
  });
}

export const setAsideRoutes: readonly Route[] = [retry, refuse];
