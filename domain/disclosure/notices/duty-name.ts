import type { TenderState } from '../../tender/ground/state.ts';
import type { Cause } from '../causes.ts';
import { termsOf } from '../terms.ts';

/** What a duty asks for; by its id, of which that of a reply or correction carries what it is about. */
export function dutyName(id: string, state: TenderState): Cause {
  const { award, awardNotice, objection } = termsOf(state.draft);
  const names: Readonly<Record<string, Cause>> = {
    'publish-candidates': { zh: '公示中标候选人', en: 'publish the candidates' },
    'issue-award': {
      zh: `确定${award}人并发出${awardNotice}`,
      en: 'name the winner and issue the award notice',
    },
    'sign-contract': { zh: '签订书面合同', en: 'conclude the contract' },
    'written-report': { zh: '提交招标投标情况书面报告', en: 'submit the written report' },
    'file-contract': { zh: '将合同副本报送备案', en: 'file a copy of the contract' },
    'return-security': { zh: '退还保证金', en: 'return the bid securities' },
    'return-withdrawn-security': {
      zh: '退还视为撤回的投标人的保证金',
      en: 'return the securities of bids that count as withdrawn',
    },
    'return-others-security': { zh: `退还未${award}人的保证金`, en: "return the other bidders' securities" },
    repay: { zh: '退还文件费用、保证金及其孳息', en: 'repay fees and securities' },
  };
  const known = names[id];
  if (known !== undefined) return known;
  if (id.startsWith('reply:')) return { zh: `答复${objection}`, en: 'reply to an objection' };
  if (id.startsWith('answer:')) return { zh: '答复询问', en: 'answer a question' };
  if (id.startsWith('correct:'))
    return { zh: '按行政监督指令改正', en: 'correct what the authority ordered' };
  return { zh: id, en: id };
}
