import type { Rule } from '../../types.ts';
import { COMMITTEE, LAW, OPINIONS_2022, REGULATION, row, type RowFacts } from '../row.ts';

/** 评标委员会和评标方法暂行规定 was found only in its wording of 2001, so its rows warn. */
const PARTLY_READ: RowFacts = { scope: 'MT', verification: 'P', from: '2001-07-05' };

/** Opening, committee and evaluation. */
export const EVALUATION_ROWS: readonly Rule[] = [
  row(
    'ZTB-301',
    `${LAW}第三十四条、${REGULATION}第四十四条第一款`,
    '开标应当在招标文件确定的提交投标文件截止时间的同一时间公开进行',
    'The opening is public and at the very time of the deadline',
  ),
  row(
    'ZTB-302',
    `${LAW}第三十五条、第三十六条`,
    '开标由招标人主持，邀请所有投标人参加；截止时间前收到的所有投标文件都应当当众拆封、宣读，开标过程应当记录并存档',
    'All bids received in time are opened and read out before all bidders, and a record is kept',
  ),
  row(
    'ZTB-303',
    `${LAW}第三十七条第二款`,
    '依法必须进行招标的项目，评标委员会成员人数为5人以上单数，其中技术、经济等方面的专家不得少于成员总数的三分之二',
    'The committee has 5 or more members, an odd number, at least two thirds of them experts',
    {
      scope: 'MT',
      values: { minMembers: 5, expertShare: 2, expertShareOf: 3 },
    },
  ),
  row(
    'ZTB-304',
    `${LAW}第三十七条第三款、${REGULATION}第四十六条第一款、第四十七条`,
    '专家应当从事相关领域工作满8年并具有高级职称或者同等专业水平，从评标专家库的相关专业中随机抽取；特殊项目可以直接确定',
    'Experts have 8 years and a senior title and are drawn by lot; for special projects they may be named',
    {
      scope: 'MT',
      values: { minYears: 8 },
    },
  ),
  row(
    'ZTB-305',
    `${LAW}第三十七条第四款、${REGULATION}第四十六条第三款、第四款`,
    '与投标人有利害关系的人不得进入评标委员会；行政监督部门的工作人员不得担任本部门监督项目的评标委员会成员',
    'Nobody with an interest in a bidder, and nobody of the supervising authority, sits on the committee',
  ),
  row(
    'ZTB-306',
    `${COMMITTEE}第十二条`,
    '投标人或其主要负责人的近亲属、主管或监督部门的人员、有经济利益关系的、曾因招标投标违法受处罚的，不得担任评标委员会成员',
    'Close relatives, officials, persons with an economic interest and persons punished before do not sit on the committee',
    PARTLY_READ,
  ),
  row(
    'ZTB-307',
    `${LAW}第三十七条第五款`,
    '评标委员会成员的名单在中标结果确定前应当保密',
    'The members stay secret until the result',
  ),
  row(
    'ZTB-308',
    `${REGULATION}第四十六条第二款、第四十八条第三款`,
    '非因法定事由不得更换评标委员会成员；被更换的成员作出的评审结论无效，由更换后的成员重新评审',
    'Members are replaced for lawful cause only, and then their work is done again',
  ),
  row(
    'ZTB-310',
    `${REGULATION}第四十八条第二款`,
    '超过三分之一的评标委员会成员认为评标时间不够的，招标人应当适当延长',
    'When more than a third of the members find the time too short it is extended',
    { values: { share: 1, shareOf: 3 } },
  ),
  row(
    'ZTB-311',
    `${REGULATION}第四十九条第一款`,
    '招标文件没有规定的评标标准和方法不得作为评标的依据',
    'Only the criteria of the documents count',
  ),
  row(
    'ZTB-312',
    `${LAW}第三十九条、${REGULATION}第五十二条`,
    '必要的澄清、说明应当采用书面形式，不得超出投标文件的范围或者改变投标文件的实质性内容',
    'Explanations are asked for and given in writing and change nothing of substance',
  ),
  row(
    'ZTB-313',
    `${REGULATION}第五十一条`,
    '有七种情形之一的，评标委员会应当否决其投标',
    'There are seven grounds on which a bid is rejected',
    { values: { grounds: 7, article: '51' } },
  ),
  row(
    'ZTB-314',
    `${COMMITTEE}第二十一条`,
    '报价明显低于其他报价或者标底的，应当要求投标人书面说明并提供证明；不能合理说明的，应当否决其投标',
    'A price that seems below cost must be explained, else the bid is rejected',
    PARTLY_READ,
  ),
  row(
    'ZTB-315',
    `${COMMITTEE}第二十七条`,
    '否决后有效投标不足3个使投标明显缺乏竞争的，评标委员会可以否决全部投标',
    'Where fewer than 3 valid bids leave no competition all may be rejected',
    { ...PARTLY_READ, values: { minValid: 3 } },
  ),
  row(
    'ZTB-316',
    `${LAW}第四十二条`,
    '评标委员会认为所有投标都不符合招标文件要求的，可以否决所有投标；依法必须进行招标的项目应当重新招标',
    'All bids may be rejected when none conforms; mandatory projects are tendered anew',
  ),
  row(
    'ZTB-317',
    `${COMMITTEE}第十九条`,
    '大写金额与小写金额不一致的以大写金额为准；总价金额与单价金额不一致的以单价金额为准，但单价金额小数点有明显错误的除外',
    'Words prevail over figures, unit prices over totals',
    PARTLY_READ,
  ),
  row(
    'ZTB-318',
    `${REGULATION}第五十三条第一款`,
    '评标委员会应当提交书面评标报告和中标候选人名单；中标候选人应当不超过3个，并标明排序',
    'The report names at most 3 candidates, ranked',
    { values: { maxCandidates: 3 } },
  ),
  row(
    'ZTB-319',
    `${REGULATION}第五十三条第二款`,
    '评标报告应当由评标委员会全体成员签字；拒绝签字又不书面说明其不同意见和理由的，视为同意评标结果',
    'All members sign; who neither signs nor gives reasons is taken to agree',
  ),
  row(
    'ZTB-320',
    `${LAW}第三十八条、第四十四条`,
    '评标应当在严格保密的情况下进行；不得透露评审和比较、中标候选人的推荐情况以及与评标有关的其他情况',
    'The evaluation is confidential',
  ),
  row(
    'ZTB-321',
    `${OPINIONS_2022}第一条第五项`,
    '招标人应当在中标候选人公示前认真审查评标委员会提交的书面评标报告，发现异常情形的依照法定程序复核纠正',
    'The tenderee examines the report before the publicity',
    { scope: 'MT', verification: 'V' },
  ),
  row(
    'ZTB-322',
    `${LAW}第四十三条`,
    '在确定中标人前，招标人不得与投标人就投标价格、投标方案等实质性内容进行谈判',
    'No negotiation with bidders before the award',
  ),
];
