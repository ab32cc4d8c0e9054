import type { Rule } from '../../types.ts';
import { GP_EXPERTS, GP_TENDERS, PROCUREMENT, PROCUREMENT_REGULATION, recited, row } from '../row.ts';

/** Government procurement of goods and services: securities, opening, committee and evaluation. */
export const GP_EVALUATION_ROWS: readonly Rule[] = [
  row(
    'GP-201',
    `${PROCUREMENT_REGULATION}第三十三条第一款`,
    '投标保证金不得超过采购项目预算金额的2%，以非现金形式提交；未按要求提交的，投标无效',
    'The bid security is at most 2 % of the budget and never in cash; without it a bid is void',
    { values: { maxPercent: 2 } },
  ),
  ...recited(
    row(
      'GP-202',
      `${PROCUREMENT_REGULATION}第三十三条第二款、${GP_TENDERS}第三十八条`,
      '自中标通知书发出之日起5个工作日内退还未中标人的投标保证金，自采购合同签订之日起5个工作日内退还中标人的投标保证金；撤回的，自收到通知之日起5个工作日内退还',
      'Securities go back within 5 working days of the award notice to the losers, of the contract to the winner, of a withdrawal to who withdrew',
      { period: { count: 5, unit: 'workday', bound: 'max' } },
    ),
    { article: `${PROCUREMENT_REGULATION}第三十三条第二款`, from: '2015-03-01', to: '2017-09-30' },
    '2017-10-01',
  ),
  row(
    'GP-203',
    `${GP_TENDERS}第三十八条第三款`,
    '逾期退还投标保证金的，除退还本金外，还应当按同期贷款基准利率上浮20%后的利率支付超期资金占用费',
    'Who returns it late pays the lending rate plus a fifth',
    { values: { surchargePercent: 20 } },
  ),
  row(
    'GP-204',
    `${GP_TENDERS}第四十七条、第四十八条、第四十五条`,
    '评标委员会由采购人代表和评审专家组成，成员人数应当为5人以上单数，其中评审专家不得少于成员总数的三分之二；预算1000万元以上、技术复杂或者社会影响较大的，为7人以上单数；采购人代表不得担任组长',
    'The committee has 5 or more members, an odd number, two thirds of them experts; 7 or more from 10 million yuan',
    {
      values: {
        minMembers: 5,
        minMembersLarge: 7,
        largeFen: '1000000000',
        expertShare: 2,
        expertShareOf: 3,
      },
    },
  ),
  row(
    'GP-205',
    `${GP_EXPERTS}第十四条`,
    '评审专家的抽取时间原则上不得早于评审活动开始前2个工作日',
    'Experts are drawn no earlier than 2 working days before the review, in principle',
    { verification: 'V', values: { earliestWorkdays: 2 } },
  ),
  ...recited(
    row(
      'GP-206',
      `${PROCUREMENT_REGULATION}第九条、${GP_EXPERTS}第十六条`,
      '参加采购活动前3年内与供应商存在劳动关系、任职、控股关系的，以及亲属等，应当回避',
      'Who worked for, governed or controlled a supplier within 3 years, and relatives, stand aside',
      { values: { years: 3 } },
    ),
    { article: `${PROCUREMENT_REGULATION}第九条`, from: '2015-03-01', to: '2016-12-31' },
    '2017-01-01',
  ),
  row(
    'GP-207',
    `${GP_TENDERS}第三十九条至第四十二条`,
    '开标应当在招标文件确定的提交投标文件截止时间的同一时间进行；评标委员会成员不得参加开标；投标人不足3家的，不得开标；未参加开标的，视同认可开标结果',
    'The opening is at the deadline; with fewer than 3 bidders there is none; who stays away accepts it',
    { values: { minBidders: 3 } },
  ),
  row(
    'GP-208',
    `${GP_TENDERS}第三十九条第二款`,
    '采购人或者采购代理机构应当对开标、评标现场活动进行全程录音录像，并存档备查',
    'Opening and evaluation are recorded in sound and picture, and kept',
  ),
  row(
    'GP-209',
    `${GP_TENDERS}第四十四条`,
    '开标结束后，采购人或者采购代理机构应当依法对投标人的资格进行审查；合格投标人不足3家的，不得评标',
    'The purchaser checks who qualifies after the opening; with fewer than 3 there is no evaluation',
    { values: { minQualified: 3 } },
  ),
  row(
    'GP-210',
    `${GP_TENDERS}第四十三条`,
    '投标人或者通过资格审查、符合性审查的投标人不足3家的，招标文件存在不合理条款或者招标程序不符合规定的，改正后重新招标；否则需要采用其他采购方式的，应当报批',
    'With fewer than 3 left the tender is held anew, or another method is asked for',
    { values: { minConforming: 3 } },
  ),
  row(
    'GP-211',
    `${PROCUREMENT}第三十六条、第三十七条`,
    '符合条件的供应商或者对招标文件作实质响应的供应商不足三家的，出现影响采购公正的违法、违规行为的，报价均超过采购预算的，因重大变故采购任务取消的，应予废标；废标后除采购任务取消外应当重新组织招标',
    'The four grounds on which a procurement fails; it is then held anew unless the task is cancelled',
    { values: { minResponsive: 3 } },
  ),
  row(
    'GP-212',
    `${GP_TENDERS}第三十一条`,
    '提供相同品牌产品且通过资格审查、符合性审查的不同投标人参加同一合同项下投标的，按一家投标人计算',
    'Bidders with the same brand count as one',
  ),
  row(
    'GP-213',
    `${GP_TENDERS}第五十一条`,
    '评标委员会以书面形式要求澄清、说明或者补正；投标人的澄清采用书面形式，加盖公章或者签字，不得超出投标文件的范围或者改变实质性内容',
    'Clarifications of bids are asked and given in writing and change nothing of substance',
  ),
  row(
    'GP-214',
    `${GP_TENDERS}第六十条`,
    '报价明显低于其他通过符合性审查投标人的报价，有可能影响产品质量或者不能诚信履约的，应当要求其在合理时间内书面说明；不能证明其报价合理性的，作为无效投标处理',
    'A strikingly low price must be explained; else the bid is void',
  ),
  row(
    'GP-215',
    `${GP_TENDERS}第六十三条`,
    '投标无效的六种情形：未提交投标保证金，未按要求签署盖章，不具备资格，报价超过预算或者最高限价，含有不能接受的附加条件，其他无效情形',
    'The six grounds on which a bid is void',
    { values: { article: 63, grounds: 6 } },
  ),
  row(
    'GP-216',
    `${GP_TENDERS}第五十五条`,
    '综合评分法中货物项目的价格分值占总分值的比重不得低于30%，服务项目不得低于10%；价格分采用低价优先法计算',
    'Price weighs 30 % or more for goods, 10 % or more for services; the lowest price is the base',
    { values: { goodsPercent: 30, servicesPercent: 10 } },
  ),
  row(
    'GP-217',
    `${GP_TENDERS}第五十九条`,
    '投标文件报价前后不一致的，按规定的四款顺序修正，经投标人确认后产生约束力',
    'Contradicting prices are corrected in the order laid down and confirmed by the bidder',
  ),
  row(
    'GP-218',
    `${GP_TENDERS}第六十四条`,
    '评标结果汇总完成后，除四种情形外，任何人不得修改评标结果',
    'The result of the evaluation changes only in four cases',
  ),
  row(
    'GP-219',
    `${GP_TENDERS}第六十一条`,
    '评标委员会成员对需要共同认定的事项存在争议的，按照少数服从多数的原则作出结论；持不同意见的应当签署不同意见及理由，否则视为同意',
    'The majority decides; who differs signs why, or is taken to agree',
  ),
];
