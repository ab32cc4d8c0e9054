import type { ComplaintCommandName } from '../commands.ts';
import type { ComplaintStatus } from '../state.ts';

interface Words {
  readonly zh: string;
  readonly en: string;
}

/** What each command does, for people. */
export const COMPLAINT_COMMANDS: Readonly<Record<ComplaintCommandName, Words>> = {
  fileComplaint: { zh: '提出投诉', en: 'filing a complaint' },
  correctComplaint: { zh: '补正投诉', en: 'correcting the complaint' },
  withdrawComplaint: { zh: '撤回投诉', en: 'withdrawing the complaint' },
  requestCorrection: { zh: '通知补正', en: 'asking for a correction' },
  acceptComplaint: { zh: '受理投诉', en: 'accepting the complaint' },
  refuseComplaint: { zh: '决定不予受理', en: 'refusing the complaint' },
  sendCopies: { zh: '发出投诉答复通知书及副本', en: 'sending the copies' },
  openExcludedTime: { zh: '开始不计算期间', en: 'opening excluded time' },
  closeExcludedTime: { zh: '结束不计算期间', en: 'closing excluded time' },
  makeStatement: { zh: '提交说明', en: 'making a statement' },
  decideComplaint: { zh: '作出投诉处理决定', en: 'deciding the complaint' },
  publishDecision: { zh: '公布投诉处理决定', en: 'publishing the decision' },
  rederiveComplaint: { zh: '重新推算投诉处理的期限', en: 'deriving the times of the complaint again' },
};

/** The states of a complaint, for people. */
export const COMPLAINT_STATUSES: Readonly<Record<ComplaintStatus, Words>> = {
  filed: { zh: '已收到，待审查', en: 'received and under review' },
  correcting: { zh: '待补正', en: 'being corrected' },
  accepted: { zh: '已受理', en: 'accepted' },
  refused: { zh: '不予受理', en: 'refused' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  decided: { zh: '已作出处理决定', en: 'decided' },
  published: { zh: '处理决定已公布', en: 'decided and published' },
};
