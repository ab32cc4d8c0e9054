import type { Actor } from '../../case/actor.ts';
import type { PartyRef } from '../../case/references.ts';
import {
  refuseBeyondCalendar,
  refuseBreaches,
  refuseEmptyTexts,
  refuseMalformedAmounts,
  refusePast,
} from '../../case/refusals.ts';
import type { LawContext } from '../../law/context.ts';
import { isValidUscc } from '../../party/uscc.ts';
import { findProcedure, PROCEDURES } from '../../procedure/index.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import type { Instant } from '../../time/instant.ts';
import { refuseActor } from '../ground/actor.ts';
import { hasFirstStage } from '../ground/applications.ts';
import type { FirstStagePlan, TenderDraft } from '../ground/draft.ts';
import { refuseScheduleOrder } from '../ground/schedule.ts';
import { refuseUnsigned } from '../ground/signatures.ts';
import type { TenderState } from '../ground/state.ts';
import { checkDraft } from './checks/draft.ts';
import { LAUNCH_WORDS, launchSignatures, type LaunchTender } from './command.ts';
import { refuseUnaccepted } from './trustees.ts';

/** Whether a draft may be launched; all that is wrong with it at once. */
export function admitLaunch(
  command: LaunchTender,
  actor: Actor,
  state: TenderState | null,
  at: Instant,
  ctx: LawContext,
): Refusal[] {
  if (state !== null) return [alreadyLaunched()];
  const { draft } = command;
  const notThey = refuseActor({ ...LAUNCH_WORDS, by: 'own' }, actor, draft);
  if (notThey.length > 0) return notThey;
  const otherLaw = refuseOtherLaw(command, ctx);
  if (otherLaw.length > 0) return otherLaw;
  const noProcedure = refuseProcedure(draft);
  if (noProcedure.length > 0) return noProcedure;

  const malformed = refuseMalformedAmounts(amountsOf(draft));
  const beyond = refuseBeyondCalendar(ctx, instantsOf(draft));
  // The law's checks calculate with the amounts: they can only be made once these are amounts.
  return [
    ...beyond,
    ...(malformed.length === 0 ? refuseBreaches(checkDraft(ctx, draft, at).breaches) : []),
    ...malformed,
    ...refuseParties(draft),
    ...refuseInvitees(draft),
    ...refuseEmptyTexts(textsOf(draft)),
    ...refuseSchedule(draft, at),
    ...refuseNumbers(draft),
    ...refusePrior(draft),
    ...refuseSignatures(command, ctx),
    ...refuseUnaccepted(command),
  ];
}

function refuseOtherLaw(command: LaunchTender, ctx: LawContext): Refusal[] {
  const { id, regime } = ctx.ruleset;
  if (command.ruleset === id && command.draft.regime === regime) return [];
  return [
    platformRefusal(
      'wrong-ruleset',
      `该项目应适用规则集 ${id}，而不是 ${command.ruleset}（${command.draft.regime}）。`,
      `This tender comes under ruleset ${id}, not ${command.ruleset} (${command.draft.regime}).`,
      { zh: id, en: id },
    ),
  ];
}

function refuseParties(draft: TenderDraft): Refusal[] {
  const parties: readonly (PartyRef | null)[] = [draft.tenderee, draft.agency, ...draft.invitees];
  const refusals = parties
    .filter((party) => party !== null)
    .filter((party) => !isValidUscc(party.uscc))
    .map((party) =>
      platformRefusal(
        'invalid-uscc',
        `统一社会信用代码 ${party.uscc} 不符合 GB 32100。`,
        `${party.uscc} is not a valid unified social credit code (GB 32100).`,
        {
          zh: '十八位，登记管理部门、机构类别和校验码正确的代码。',
          en: 'A code of 18 characters whose authority, category and check character are right.',
        },
      ),
    );
  if (draft.agency?.uscc !== draft.tenderee.uscc) return refusals;
  return [
    ...refusals,
    platformRefusal(
      'agency-is-tenderee',
      '招标代理机构与招标人不能为同一单位。',
      'The agency and the tenderee cannot be the same party.',
      { zh: '自行招标的，不填写招标代理机构。', en: 'Name no agency when the tenderee tenders by itself.' },
    ),
  ];
}

/** Where anybody may come nobody is invited; elsewhere each once, and nobody from the tender's own side. */
function refuseInvitees(draft: TenderDraft): Refusal[] {
  const { invitees, method } = draft;
  if (invitees.length > 0 && (method === 'open' || method === 'two-stage')) {
    return [
      platformRefusal(
        'invitees-unknown',
        '公开招标面向不特定的单位，没有受邀请的单位。',
        'An open tender is open to anybody and invites nobody.',
        {
          zh: '不填写受邀请的单位，或者采用邀请的方式。',
          en: 'Name no invitees, or choose a method that invites.',
        },
      ),
    ];
  }
  const codes = invitees.map(({ uscc }) => uscc);
  const twice = codes.filter((uscc, index) => codes.indexOf(uscc) < index);
  const own = codes.filter((uscc) => uscc === draft.tenderee.uscc || uscc === draft.agency?.uscc);
  return [
    ...[...new Set(twice)].map((uscc) =>
      platformRefusal(
        'duplicate-invitee',
        `受邀请的单位 ${uscc} 重复填写。`,
        `${uscc} is invited more than once.`,
        { zh: '每一单位填写一次。', en: 'Name each party once.' },
      ),
    ),
    ...[...new Set(own)].map((uscc) =>
      platformRefusal(
        'own-tender',
        `招标人和招标代理机构（${uscc}）不能受邀请参加本项目。`,
        `The tenderee and its agency (${uscc}) cannot be invited to their own tender.`,
        { zh: '邀请其他单位。', en: 'Invite others.' },
      ),
    ),
  ];
}

/** Nothing begins in the past, and one thing comes after the other. */
function refuseSchedule(draft: TenderDraft, at: Instant): Refusal[] {
  const { documentsIssuedFromAt } = draft.schedule;
  const first = draft.firstStage;
  return [
    ...refusePast('招标文件开始发出时间', 'schedule.documentsIssuedFromAt', documentsIssuedFromAt, at),
    ...(first === null
      ? []
      : refusePast('第一阶段文件开始发出时间', 'firstStage.issuedFromAt', first.issuedFromAt, at)),
    ...(first === null ? [] : refuseFirstStageOrder(first, documentsIssuedFromAt)),
    ...refuseScheduleOrder(draft.schedule),
  ];
}

function refuseNumbers(draft: TenderDraft): Refusal[] {
  const refusals: Refusal[] = [];
  const whole = (zh: string, field: string, value: number | null) => {
    if (value === null || (Number.isSafeInteger(value) && value > 0)) return;
    refusals.push(
      platformRefusal(
        'number-not-positive',
        `${zh}应为正整数。`,
        `${field} must be a positive whole number.`,
        {
          zh: '正整数。',
          en: 'A positive whole number.',
        },
      ),
    );
  };
  whole('投标有效期（日）', 'bidValidityDays', draft.bidValidityDays);
  whole('解密时限（分钟）', 'decryptionWindowMinutes', draft.decryptionWindowMinutes);
  whole('工期（日）', 'durationDays', draft.durationDays);
  if (draft.documents.length === 0) {
    refusals.push(
      platformRefusal('no-documents', '尚未上传招标文件。', 'The tender has no tender documents.', {
        zh: '至少上传一份招标文件。',
        en: 'Attach at least one document.',
      }),
    );
  }
  return refusals;
}

/** The procedure must be one that the law knows, with the parts that it needs and no others. */
function refuseProcedure(draft: TenderDraft): Refusal[] {
  const procedure = findProcedure(draft);
  if (procedure === null) {
    const known = PROCEDURES.filter((one) => one.regime === draft.regime);
    return [
      platformRefusal(
        'unknown-procedure',
        `没有这样的采购程序：${draft.method}、${draft.qualification}。`,
        `There is no such procedure: ${draft.method}, qualification ${draft.qualification}.`,
        { zh: `${known.map((one) => one.zh).join('、')}。`, en: `${known.map((one) => one.en).join('; ')}.` },
      ),
    ];
  }
  const needsStage = hasFirstStage(draft);
  if (needsStage === (draft.firstStage !== null)) return [];
  return [
    platformRefusal(
      needsStage ? 'first-stage-missing' : 'first-stage-unknown',
      needsStage ? `${procedure.zh}应当安排第一阶段的文件和时间。` : `${procedure.zh}没有第一阶段。`,
      needsStage
        ? `This procedure (${procedure.en}) needs the documents and times of its first stage.`
        : `This procedure (${procedure.en}) has no first stage.`,
      needsStage
        ? { zh: '填写第一阶段的文件和时间。', en: 'Give the first stage.' }
        : { zh: '不填写第一阶段。', en: 'Leave the first stage out.' },
    ),
  ];
}

function refuseFirstStageOrder(first: FirstStagePlan, documentsFromAt: Instant): Refusal[] {
  if (
    first.issuedFromAt < first.issuedUntilAt &&
    first.issuedUntilAt <= first.dueAt &&
    first.dueAt <= documentsFromAt
  )
    return [];
  return [
    platformRefusal(
      'schedule-order',
      '第一阶段文件的开始发出、停止发出、提交截止和招标文件开始发出时间应依次在后。',
      'Issue of the first documents must begin before it ends, end before the applications are due, and these be due before the tender documents are issued.',
    ),
  ];
}

/** A tender is held anew only where the earlier one came to nothing. */
function refusePrior({ prior }: TenderDraft): Refusal[] {
  if (prior === null || prior.outcome !== 'reported') return [];
  return [
    platformRefusal(
      'prior-succeeded',
      `原项目 ${prior.projectCode} 已经完成，不能作为重新招标的原项目。`,
      `The tender ${prior.projectCode} was completed and cannot be held anew.`,
      { zh: '招标失败、终止或者被认定无效的项目。', en: 'One that failed, was terminated or declared void.' },
    ),
  ];
}

function textsOf(draft: TenderDraft): Record<string, readonly [string, string]> {
  return {
    title: ['项目名称', draft.title],
    projectCode: ['项目编号', draft.projectCode],
    'tenderee.name': ['招标人名称', draft.tenderee.name],
    ...(draft.agency === null ? {} : { 'agency.name': ['招标代理机构名称', draft.agency.name] as const }),
    'contact.name': ['联系人', draft.contact.name],
    'contact.phone': ['联系电话', draft.contact.phone],
    region: ['行政区划代码', draft.region],
    evaluationMethod: ['评标办法', draft.evaluationMethod],
  };
}

function instantsOf({ schedule, firstStage }: TenderDraft): Record<string, Instant> {
  return {
    ...(firstStage === null
      ? {}
      : {
          'firstStage.issuedFromAt': firstStage.issuedFromAt,
          'firstStage.issuedUntilAt': firstStage.issuedUntilAt,
          'firstStage.dueAt': firstStage.dueAt,
        }),
    'schedule.documentsIssuedFromAt': schedule.documentsIssuedFromAt,
    'schedule.documentsIssuedUntilAt': schedule.documentsIssuedUntilAt,
    'schedule.bidDeadlineAt': schedule.bidDeadlineAt,
    'schedule.openingAt': schedule.openingAt,
  };
}

function amountsOf(draft: TenderDraft): Record<string, string> {
  const amounts: Record<string, string> = { documentPriceFen: draft.documentPriceFen };
  if (draft.estimatedPriceFen !== null) amounts.estimatedPriceFen = draft.estimatedPriceFen;
  if (draft.ceilingPriceFen !== null) amounts.ceilingPriceFen = draft.ceilingPriceFen;
  if (draft.bidSecurityFen !== null) amounts.bidSecurityFen = draft.bidSecurityFen;
  return amounts;
}

function alreadyLaunched(): Refusal {
  return platformRefusal('already-launched', '该项目已经发布招标公告。', 'This tender was launched already.');
}

/** What is wrong with a launch as to signatures: it asks less than the platform has every tender ask, or documents lack theirs. */
export function refuseSignatures(command: LaunchTender, ctx: LawContext): Refusal[] {
  return [
    ...refuseBelowFloor(command),
    ...refuseUnsigned(launchSignatures(command), command.draft, command.signed ?? [], ctx),
  ];
}

function refuseBelowFloor({ draft, signatureFloor }: LaunchTender): Refusal[] {
  if (signatureFloor !== 'required' || draft.signatures === 'required') return [];
  return [
    platformRefusal(
      'signatures-below-floor',
      '本平台的项目均要求电子签名，草稿的 signatures 不能为 recorded。',
      'Every tender of this platform requires signatures: `recorded` is less than that.',
      { zh: 'signatures 为 required。', en: '`signatures`: required.' },
    ),
  ];
}
