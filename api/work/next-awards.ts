import type { Words } from '../../domain/case/words.ts';
import type { CancelledAward } from '../../domain/tender/index.ts';
import type { QueueTender } from '../../store/index.ts';
import { shown } from '../schema.ts';
import { cannot, ownSide, type Told } from './told.ts';

const NEXT: Words = {
  zh: '确定下一候选人，或者终止后重新招标（采购）',
  en: 'award to the next candidate, or terminate the tender and hold it anew',
};
const ANEW: Words = {
  zh: '已没有候选人：终止后重新招标（采购）',
  en: 'no candidate is left: terminate the tender and hold it anew',
};

/** A tender whose winner fell away: what its own side may do now. No law sets a time for it. */
export function tellWinner(lost: CancelledAward, candidatesLeft: number, tender: QueueTender): Told {
  const { candidate, ground, rule, article, cancelledAt } = lost;
  return {
    what: candidatesLeft > 0 ? NEXT : ANEW,
    whose: ownSide(tender),
    rule,
    article,
    follows: [],
    actions: [
      cannot('remind', {
        zh: '法律没有规定期限，平台不设待办期限；可按联系方式通知招标人',
        en: 'No law sets a time for it, so the platform keeps no due; tell the tenderee by its contacts',
      }),
    ],
    details: { bidId: candidate.bidId, ground, cancelledAt: shown(cancelledAt), candidatesLeft },
  };
}
