import { platformRefusal, type Refusal } from '../../refusal.ts';
import { isoShanghai, type Instant } from '../../time/instant.ts';
import type { CommandName } from '../commands.ts';
import type { Outcome, Phase, TenderSchedule } from '../state.ts';

/** The phases in the words of the law, for people. */
export const PHASE_NAMES: Readonly<Record<Phase, { readonly zh: string; readonly en: string }>> = {
  notice: { zh: '招标公告', en: 'notice' },
  prequalification: { zh: '资格预审', en: 'prequalification' },
  proposals: { zh: '技术建议', en: 'technical proposals' },
  documents: { zh: '招标文件发出', en: 'issue of documents' },
  bidding: { zh: '投标', en: 'bidding' },
  opening: { zh: '开标', en: 'opening' },
  evaluation: { zh: '评标', en: 'evaluation' },
  publicity: { zh: '中标候选人公示', en: 'candidate publicity' },
  award: { zh: '定标', en: 'award' },
  contract: { zh: '订立合同', en: 'contract' },
  report: { zh: '书面报告', en: 'written report' },
};

/** The ways in which a tender is over, for people. */
export const OUTCOME_NAMES: Readonly<Record<Outcome, { readonly zh: string; readonly en: string }>> = {
  reported: { zh: '已完成', en: 'completed' },
  'failed-fewer-than-three': { zh: '有效参与者少于法定数量', en: 'failed for want of participants' },
  'all-rejected': { zh: '全部被否决', en: 'all bids rejected' },
  terminated: { zh: '已终止', en: 'terminated' },
  invalidated: { zh: '被认定无效', en: 'declared void' },
};

/** What each command does, for people. */
export const COMMAND_NAMES: Readonly<Record<CommandName, { readonly zh: string; readonly en: string }>> = {
  launchTender: { zh: '发布招标公告', en: 'launching the tender' },
  issueClarification: { zh: '发出澄清或者修改', en: 'issuing a clarification or amendment' },
  fileObjection: { zh: '提出异议', en: 'filing an objection' },
  signInAtOpening: { zh: '开标签到', en: 'signing in to the opening' },
  confirmOpening: { zh: '确认开标记录', en: 'confirming the opening record' },
  replyObjection: { zh: '答复异议', en: 'replying to an objection' },
  askQuestion: { zh: '提出询问', en: 'asking a question' },
  answerQuestion: { zh: '答复询问', en: 'answering a question' },
  submitEvaluationReport: { zh: '提交评标报告', en: 'submitting the evaluation report' },
  publishCandidates: { zh: '公示中标候选人', en: 'publishing the candidates' },
  issueAwardNotice: { zh: '发出中标通知书', en: 'issuing the award notice' },
  cancelAward: { zh: '取消中标资格', en: 'cancelling the award' },
  signContract: { zh: '订立书面合同', en: 'signing the contract' },
  returnBidSecurity: { zh: '退还投标保证金', en: 'returning the bid security' },
  submitWrittenReport: { zh: '提交书面报告', en: 'submitting the written report' },
  submitApplication: { zh: '提交申请文件', en: 'submitting an application or proposal' },
  concludeFirstStage: { zh: '公布第一阶段结果', en: 'concluding the first stage' },
  terminateTender: { zh: '终止招标', en: 'terminating the tender' },
  issueInstruction: { zh: '发出行政监督指令', en: 'issuing an instruction' },
  acknowledgeInstruction: { zh: '签收行政监督指令', en: 'acknowledging an instruction' },
  reportInstruction: { zh: '报告行政监督指令落实情况', en: 'reporting on an instruction' },
  closeInstruction: { zh: '办结行政监督指令', en: 'closing an instruction' },
  remindDuty: { zh: '催办', en: 'reminding of a duty' },
  escalateDuty: { zh: '上报行政监督部门', en: 'escalating a step' },
  extendDuty: { zh: '延长办理时间', en: 'extending a duty' },
  rederiveDeadlines: { zh: '重新推算期限', en: 'deriving the deadlines again' },
};

/** One refusal for each text that is empty or only blanks. Keys name the field, values are `[中文名, text]`. */
export function refuseEmptyTexts(
  texts: Readonly<Record<string, readonly [zh: string, text: string]>>,
): Refusal[] {
  return Object.entries(texts)
    .filter(([, [, text]]) => text.trim() === '')
    .map(([field, [zh]]) =>
      platformRefusal('empty-text', `${zh}（${field}）不能为空。`, `${field} must not be empty.`, {
        zh: `填写${zh}。`,
        en: `Say something in ${field}.`,
      }),
    );
}

/** One refusal for each amount that is not a whole number of fen, written without sign or leading zeros. */
export function refuseMalformedAmounts(amounts: Readonly<Record<string, string>>): Refusal[] {
  return Object.entries(amounts)
    .filter(([, amount]) => !/^(0|[1-9]\d{0,17})$/.test(amount))
    .map(([field]) =>
      platformRefusal(
        'malformed-amount',
        `金额 ${field} 应为以分为单位的非负整数。`,
        `The amount ${field} must be a whole number of fen, not negative.`,
        { zh: '例如 1768000000（即1768万元）。', en: 'For example 1768000000 (17,680,000 yuan).' },
      ),
    );
}

/** An instant that lies in the past already. */
export function refusePast(zh: string, field: string, givenAt: Instant, at: Instant): Refusal[] {
  if (givenAt > at) return [];
  const now = isoShanghai(at);
  return [
    platformRefusal(
      'date-past',
      `${zh}（${isoShanghai(givenAt)}）已经过去，当前时间为${now}。`,
      `${field} (${isoShanghai(givenAt)}) has passed already; it is ${now}.`,
      { zh: `晚于${now}的时间。`, en: `An instant after ${now}.` },
    ),
  ];
}

/** The order of a schedule; how long its parts must last is for the law to say. */
export function refuseScheduleOrder(schedule: TenderSchedule): Refusal[] {
  const { documentsIssuedFromAt, documentsIssuedUntilAt, bidDeadlineAt } = schedule;
  if (documentsIssuedFromAt < documentsIssuedUntilAt && documentsIssuedUntilAt <= bidDeadlineAt) return [];
  const from = isoShanghai(documentsIssuedFromAt);
  return [
    platformRefusal(
      'schedule-order',
      '招标文件的开始发出、停止发出和投标截止时间应依次在后。',
      'Issue of the documents must begin before it ends, and end no later than the bid deadline.',
      {
        zh: `${from}之后停止发出，且不晚于投标截止时间。`,
        en: `Issue until after ${from}, and not beyond the bid deadline.`,
      },
    ),
  ];
}
