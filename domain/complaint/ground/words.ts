import type { Words } from '../../case/words.ts';
import type { ComplaintStatus } from './state.ts';

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
