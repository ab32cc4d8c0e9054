import type { Rule, Ruleset } from '../types.ts';
import {
  GP_COMPLAINTS,
  GP_TENDERS,
  PROCUREMENT,
  PROCUREMENT_REGULATION,
  recited,
  REGULATION,
  row,
} from './row.ts';

/**
 * What articles say follows when a duty is not met, where that is no rule of its own in the rulesets: by name, each as the
 * versions that were in force one after the other. Amounts stand in the article, not here.
 */
const LIABILITIES = {
  unanswered: [
    row(
      'unanswered',
      `${REGULATION}第七十七条第二款`,
      '不按规定答复异议而继续进行招标投标活动的，由有关行政监督部门责令改正；拒不改正或者不能改正并影响中标结果的，招标、投标、中标无效',
      'Who goes on without a lawful reply is ordered to correct it; if that is refused or cannot be done and the result is affected, tender, bid and award are void',
    ),
  ],
  awardFaults: [
    row(
      'awardFaults',
      `${REGULATION}第七十三条`,
      '不按规定确定中标人、无正当理由不发出中标通知书或者不订立合同的，由有关行政监督部门责令改正，可以处罚款；造成损失的依法赔偿，责任人员依法给予处分',
      'Who does not name the winner, notify or sign as required is ordered to correct it and may be fined; damages are owed, and those responsible are disciplined',
    ),
  ],
  securityKept: [
    row(
      'securityKept',
      `${REGULATION}第六十六条`,
      '不按规定退还投标保证金及银行同期存款利息的，由有关行政监督部门责令改正，可以处罚款；造成损失的依法赔偿',
      'Who keeps a security or its interest is ordered to return it and may be fined; damages are owed',
    ),
  ],
  challengeUnanswered: [
    row(
      'challengeUnanswered',
      `${PROCUREMENT}第五十五条`,
      '未在规定时间内作出答复的，质疑供应商可以在答复期满后向同级政府采购监督管理部门投诉',
      'Who got no reply in time may complain to the authority once the time for it is over',
    ),
  ],
  questionUnanswered: [
    row(
      'questionUnanswered',
      `${PROCUREMENT_REGULATION}第六十八条`,
      `对供应商的询问逾期未作处理的，依照${PROCUREMENT}第七十一条、第七十八条的规定追究法律责任（凭记忆，未核实原文）`,
      'Who leaves a question unanswered beyond its time is liable under articles 71 and 78 of the law (from memory, the text was not verified)',
      { verification: 'M' },
    ),
  ],
  firstRankedWins: [
    row(
      'firstRankedWins',
      `${GP_TENDERS}第六十八条`,
      '逾期未确定中标人且又不能说明合法理由的，视同按评标报告推荐的顺序确定排名第一的中标候选人为中标人',
      'Who names no winner in time and gives no lawful reason is taken to have named the first ranked candidate',
    ),
  ],
  // An article before it went on 2017-03-01, and those after it moved up by one.
  authorityAtFault: recited(
    row(
      'authorityAtFault',
      `${REGULATION}第七十九条第二款`,
      '有关行政监督部门不按照规定处理投诉的，对直接负责的主管人员和其他直接责任人员依法给予处分',
      'Where an authority does not deal with complaints as required, those in charge and others responsible are disciplined',
    ),
    { article: `${REGULATION}第八十条第二款`, from: '2012-02-01', to: '2017-02-28' },
    '2017-03-01',
  ),
  reviewOpen: [
    row(
      'reviewOpen',
      `${PROCUREMENT}第五十八条`,
      '政府采购监督管理部门逾期未作处理的，投诉人可以依法申请行政复议或者向人民法院提起行政诉讼',
      'Where the authority does not decide in time, the complainant may ask for administrative review or go to court',
    ),
  ],
  overdueAuthority: [
    row(
      'overdueAuthority',
      `${PROCUREMENT}第八十一条`,
      '政府采购监督管理部门对供应商的投诉逾期未作处理的，给予直接负责的主管人员和其他直接责任人员行政处分',
      'Where the authority leaves a complaint undealt with beyond its time, those in charge and others responsible are disciplined',
    ),
  ],
  silentRespondent: [
    row(
      'silentRespondent',
      `${GP_COMPLAINTS}第二十五条`,
      '被投诉人未按照投诉答复通知书要求提交相关证据、依据和其他有关材料的，视同其放弃说明权利，依法承担不利后果',
      'A respondent who does not hand in what it was asked for is taken to have given up its right to explain, and bears the consequences',
    ),
  ],
} as const satisfies Readonly<Record<string, readonly Rule[]>>;

export type LiabilityName = keyof typeof LIABILITIES;

/** What an article of a ruleset's time says follows, in that time's numbering; null when it was not in force yet, or no more. */
export function liabilityIn(
  { effectiveFrom: from }: Ruleset,
  name: LiabilityName,
): Pick<Rule, 'article' | 'zh' | 'en'> | null {
  const versions: readonly Rule[] = LIABILITIES[name];
  return (
    versions.find(
      (one) => one.effectiveFrom <= from && (one.effectiveTo === null || one.effectiveTo >= from),
    ) ?? null
  );
}
