import { z } from 'zod';
import { complaintCommand } from '../commands/complaint-route.ts';
import { complaintParams, tenderParams } from '../commands/params.ts';
import { commandRoute } from '../commands/tender-route.ts';
import type { Route } from '../route.ts';
import { idSchema, instantSchema, multilineText } from '../schema.ts';

const ADMINISTRATOR = ['administrator'] as const;
const PREFIX = '/v1/admin/tenders/:id';
const TAGS = ['admin'] as const;

/** A duty's id: its kind, and what it refers to after a colon, which an address writes as %3A. */
const dutyParams = z.strictObject({
  id: idSchema,
  dutyId: z
    .string()
    .max(128)
    .regex(/^[a-z]+(-[a-z]+)*(:[0-9a-zA-Z-]{1,64})?$/),
});
const reasonSchema = multilineText(5000);

const remind = commandRoute({
  prefix: PREFIX,
  path: 'duties/:dutyId/reminder',
  operationId: 'remindDuty',
  tags: TAGS,
  summary: '催办 · Remind the owner of a duty; the reminder is on the record',
  access: ADMINISTRATOR,
  params: dutyParams,
  command: ({ params }) => ({ name: 'remindDuty', dutyId: params.dutyId }),
});

const escalate = commandRoute({
  prefix: PREFIX,
  path: 'duties/:dutyId/escalation',
  operationId: 'escalateDuty',
  tags: TAGS,
  summary: '上报行政监督部门 · Tell the authority of a duty that is not met',
  access: ADMINISTRATOR,
  params: dutyParams,
  body: z.strictObject({ reason: reasonSchema }),
  example: { reason: '招标人逾期三日仍未答复异议，催办两次无果。' },
  command: ({ params, body }) => ({ name: 'escalateDuty', dutyId: params.dutyId, ...body }),
});

const extend = commandRoute({
  prefix: PREFIX,
  path: 'duties/:dutyId/extension',
  operationId: 'extendDuty',
  tags: TAGS,
  summary: '延长办理时间 · Give a duty more time, where no law and no authority sets it',
  access: ADMINISTRATOR,
  params: dutyParams,
  body: z.strictObject({ toAt: instantSchema, reason: reasonSchema }),
  example: { toAt: '2026-09-30T17:00:00+08:00', reason: '开标现场网络中断，答复顺延。' },
  command: ({ params, body }) => ({ name: 'extendDuty', dutyId: params.dutyId, ...body }),
});

const rederive = commandRoute({
  prefix: PREFIX,
  path: 'rederivation',
  operationId: 'rederiveDeadlines',
  tags: TAGS,
  summary:
    '重新推算期限并恢复流程 · Derive a tender’s deadlines again; a process that the engine lost goes on with it',
  access: ADMINISTRATOR,
  params: tenderParams,
  command: () => ({ name: 'rederiveDeadlines' }),
});

const rederiveOfComplaint = complaintCommand({
  face: 'admin',
  path: 'rederivation',
  operationId: 'rederiveComplaint',
  summary:
    '重新推算投诉处理期限并恢复流程 · Derive a complaint’s deadlines again; a process that the engine lost goes on with it',
  access: ADMINISTRATOR,
  params: complaintParams,
  command: () => ({ name: 'rederiveComplaint' }),
});

export const dutyRoutes: readonly Route[] = [remind, escalate, extend, rederive, rederiveOfComplaint];
