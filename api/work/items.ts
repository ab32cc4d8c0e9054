import type { Words } from '../../domain/case/words.ts';
import type { LawContext } from '../../domain/law/context.ts';
import {
  consequencesOf,
  dutyName,
  instructionStanding,
  isExtendable,
  type Duty,
  type Instruction,
} from '../../domain/tender/index.ts';
import type { dutyActions, QueueItem, QueueTender } from '../../store/index.ts';
import type { Answer } from '../answer.ts';
import { shown } from '../schema.ts';
import type { itemSchema } from './item-schema.ts';
import { tellClaim } from './claims.ts';
import { tellComplaintDuty } from './complaint-duties.ts';
import { tellWinner } from './next-awards.ts';
import { can, cannot, ownSide, PLATFORM, triesOf, type Told } from './told.ts';

/** What the items of one page need of elsewhere. */
export interface ItemContext {
  /** The law of a tender's ruleset. */
  readonly lawOf: (ruleset: string) => LawContext;
  readonly acted: Awaited<ReturnType<typeof dutyActions>>;
  /** The real instant now. */
  readonly at: number;
}

/** An item of the queue as it is shown. */
export function presentItem(item: QueueItem, context: ItemContext): Answer<typeof itemSchema> {
  const { kind, key, waitsSinceAt, tender } = item;
  return {
    kind,
    key,
    tender: tender && shownTender(tender),
    waitsSinceAt: shown(waitsSinceAt),
    late: waitsSinceAt <= context.at,
    lateMs: Math.max(0, context.at - waitsSinceAt),
    ...tell(item, context),
  };
}

/** The tender of an item, as it is shown. */
export const shownTender = ({ id, title, projectCode, rehearsal, region, now }: QueueTender) => ({
  tenderId: id,
  title,
  projectCode,
  rehearsal,
  region,
  now: shown(now),
});

function tell(item: QueueItem, context: ItemContext): Told {
  const { tender, body } = item;
  if (body.duty !== undefined && tender !== null) return tellDuty(body.duty, tender, context);
  if (body.instruction !== undefined && tender !== null) return tellInstruction(body.instruction, tender);
  if (body.complaint !== undefined && tender !== null) return tellComplaintDuty(body.complaint, tender);
  if (body.cancelledAward !== undefined && tender !== null)
    return tellWinner(body.cancelledAward, body.candidatesLeft ?? 0, tender);
  if (body.claim !== undefined) return tellClaim(item.key, body.claim);
  switch (item.kind) {
    case 'timestamps':
      return tellTimestamps(item);
    case 'process':
      return tellProcesses(item);
    case 'command':
      return tellCommand(item);
    case 'set-aside':
      return tellSetAside(item);
    case 'delivery':
    case 'endpoint':
      return tellDelivery(item);
    default:
      return tellStep(item);
  }
}

const NOT_REASSIGNED: Words = {
  zh: '该义务由法律赋予招标人，招标人和招标代理机构的任何人员均可办理，无需也不能由平台改派',
  en: 'By law the duty is the tenderee’s: anybody acting for it or its agency may meet it already, and the platform cannot give it to others',
};
const NOT_EXTENDED: Words = {
  zh: '期限由法律或者行政监督部门确定，平台不能延长',
  en: 'Its time is set by law or by the authority: the platform cannot extend it',
};
const NOT_OURS: Words = {
  zh: '该事项由行政监督部门办理，平台只能催办',
  en: 'It is the authority’s to do: the platform can only remind',
};

function tellDuty(duty: Duty, tender: QueueTender, { lawOf, acted }: ItemContext): Told {
  const law = lawOf(tender.ruleset ?? '');
  const path = `/v1/admin/tenders/${tender.id}/duties/${encodeURIComponent(duty.id)}`;
  const owned = duty.owner === 'tenderee';
  return {
    what: dutyName(duty),
    whose: ownSide(tender),
    rule: duty.rule,
    article: duty.article,
    follows: consequencesOf(duty, law),
    actions: [
      can('remind', `${path}/reminder`),
      can('escalate', `${path}/escalation`),
      isExtendable(duty, law) ? can('extend', `${path}/extension`) : cannot('extend', NOT_EXTENDED),
      cannot('reassign', owned ? NOT_REASSIGNED : NOT_OURS),
    ],
    details: {
      dutyId: duty.id,
      dueAt: shown(duty.dueAt),
      announcedAt: shown(duty.announcedAt),
      timedOutAt: shown(duty.timedOutAt),
      done: acted
        .filter(({ tenderId, dutyId }) => tenderId === tender.id && dutyId === duty.id)
        .map(({ action, reason, at }) => ({ action, reason, at: shown(at) })),
    },
  };
}

function tellInstruction(instruction: Instruction, tender: QueueTender): Told {
  const { id, kind, basis, article, authority, issuedAt, dueAt } = instruction;
  return {
    what: { zh: '签收行政监督指令', en: 'acknowledge an instruction of the authority' },
    whose: ownSide(tender),
    rule: basis,
    article,
    follows: [],
    actions: [
      cannot('remind', {
        zh: '指令由行政监督部门跟踪；可按联系方式通知招标人',
        en: 'The authority follows its own instruction; tell the tenderee by its contacts',
      }),
    ],
    details: {
      instructionId: id,
      kind,
      authority,
      issuedAt: shown(issuedAt),
      dueAt: shown(dueAt),
      ...instructionStanding(instruction, tender.now ?? issuedAt),
    },
  };
}

const STEP_NAMES: Readonly<Record<string, Words>> = {
  openFirstStage: { zh: '开始资格预审（第一阶段）', en: 'begin the first stage' },
  closeApplications: { zh: '截止申请', en: 'close the applications' },
  openDocuments: { zh: '发出招标文件', en: 'issue the documents' },
  closeDocuments: { zh: '结束招标文件发出', en: 'end the issue of the documents' },
  closeBids: { zh: '截止投标', en: 'close the bids' },
  openBids: { zh: '开标解密', en: 'open the bids' },
  endPublicity: { zh: '结束公示', en: 'end the publicity' },
  endSuspension: { zh: '结束暂停', en: 'end the suspension' },
  completeKeys: { zh: '密钥收齐', en: 'all keys are in' },
  announceDue: { zh: '提醒义务人', en: 'remind the owner of a duty' },
  timeOutDuty: { zh: '记录义务逾期', en: 'let a duty time out' },
};

/** A step by its name; one about a duty has the duty's id after a colon. */
function stepName(step: string): Words {
  const [name = '', ...duty] = step.split(':');
  const words = STEP_NAMES[name] ?? { zh: name, en: name };
  if (duty.length === 0) return words;
  return { zh: `${words.zh}（${duty.join(':')}）`, en: `${words.en} (${duty.join(':')})` };
}

function tellStep({ tender, body }: QueueItem): Told {
  const { complaintId = null } = body;
  return {
    what: stepName(body.step ?? ''),
    whose: PLATFORM,
    rule: null,
    article: null,
    follows: [],
    actions: [
      can(
        'rederive',
        complaintId === null
          ? `/v1/admin/tenders/${tender?.id}/rederivation`
          : `/v1/admin/complaints/${complaintId}/rederivation`,
      ),
      cannot('wait', {
        zh: '平台自动重试；引擎恢复后按原定时刻办理，不影响任何人的权利',
        en: 'The platform tries by itself; when the engine is back the step is taken as of its instant, and nobody loses a right',
      }),
    ],
    details: {
      step: body.step,
      dueAt: shown(body.dueAt ?? null),
      ...(complaintId === null ? {} : { complaintId }),
      ...triesOf(body),
    },
  };
}

function tellCommand({ key, body, tender }: QueueItem): Told {
  return {
    what: { zh: `处理指令 ${body.name}`, en: `decide the command ${body.name}` },
    whose: PLATFORM,
    rule: null,
    article: null,
    follows: [],
    actions: [
      ...(tender?.now == null ? [] : [can('rederive', `/v1/admin/tenders/${tender.id}/rederivation`)]),
      cannot('wait', {
        zh: '指令已按收到时刻保存，平台持续转交直至处理',
        en: 'It is kept with its instant of receipt and handed on until it is decided',
      }),
    ],
    details: { commandId: key, name: body.name, ...triesOf(body) },
  };
}

function tellSetAside({ key, body }: QueueItem): Told {
  const path = `/v1/admin/commands/${key}`;
  return {
    what: { zh: `无法处理的指令 ${body.name}`, en: `a command that cannot be decided: ${body.name}` },
    whose: PLATFORM,
    rule: null,
    article: null,
    follows: [],
    actions: [can('retry', `${path}/retry`), can('refuse', `${path}/refusal`)],
    details: {
      commandId: key,
      name: body.name,
      receivedAt: shown(body.receivedAt ?? null),
      timesSetAside: body.timesSetAside ?? 1,
      fault: body.fault,
    },
  };
}

const PUSH: Words = { zh: '向行政监督部门推送记录', en: 'push the record to an authority' };
const NOTICE: Words = { zh: '送达通知', en: 'deliver a notice' };

const publicationOf = ({ announcementKind }: QueueItem['body']): Words =>
  announcementKind === 'complaint-decision'
    ? { zh: '发布投诉处理决定公告', en: 'publish the decision on a complaint' }
    : { zh: '发布公告', en: 'publish an announcement' };

function tellDelivery({ kind, key, body }: QueueItem): Told {
  return {
    what: kind === 'endpoint' ? PUSH : body.deliveryKind === 'publish' ? publicationOf(body) : NOTICE,
    whose: kind === 'endpoint' ? { role: 'supervisor', name: body.endpointName ?? '' } : PLATFORM,
    rule: null,
    article: null,
    follows: [],
    actions: [can('retry', `/v1/admin/deliveries/${key}/retry`)],
    details: {
      deliveryId: key,
      ...(body.lane === undefined ? {} : { lane: body.lane, behind: body.behind ?? 0 }),
      ...(body.url === undefined ? {} : { url: body.url }),
      ...triesOf(body),
      history: `/v1/admin/deliveries/${key}`,
    },
  };
}

function tellTimestamps({ body }: QueueItem): Told {
  return {
    what: { zh: '取得时间戳', en: 'get time-stamps from the authority' },
    whose: PLATFORM,
    rule: null,
    article: null,
    follows: [],
    actions: [can('retry', '/v1/admin/timestamps/retry')],
    details: { pending: body.pending ?? 0, ...triesOf(body), list: '/v1/admin/timestamps' },
  };
}

function tellProcesses({ body }: QueueItem): Told {
  return {
    what: {
      zh: '流程引擎丢失或中断的流程已重新启动',
      en: 'processes that the engine lost or ended were started again',
    },
    whose: PLATFORM,
    rule: null,
    article: null,
    follows: [],
    actions: [
      cannot('wait', {
        zh: '平台已自行恢复，到期事项按原定时刻补办；此项显示一天。请查明引擎数据丢失或流程中断的原因',
        en: 'The platform mended it by itself, and what fell due is taken as of its instant; this is shown for a day. Find out why the engine lost or ended them',
      }),
    ],
    details: {
      ...triesOf(body),
      processes: body.pending ?? 0,
      newest: (body.processes ?? []).map(({ workflowId, found, at }) => ({
        workflowId,
        found,
        at: shown(at),
      })),
    },
  };
}
