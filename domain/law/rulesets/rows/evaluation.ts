import type { Rule } from '../../types.ts';
import { row } from '../row.ts';

const [F, T, E] = ['招标投标法', '招标投标法实施条例', '电子招标投标办法'];
const V = { verification: 'V' } as const;
const O12 = '评标委员会和评标方法暂行规定';
const P = { scope: 'MT', verification: 'P', from: '2013-05-01' } as const;
const N1117 = { verification: 'V', scope: 'MT', from: '2022-09-01', to: '2027-08-31' } as const;

/** Opening, committee and evaluation. */
export const EVALUATION_ROWS: readonly Rule[] = [
  row('ZTB-301', `${F}第三十四条、${T}第四十四条第一款`, '开标应当在投标截止时间的同一时间公开进行', 'The opening is at the very time of the deadline'),
  row('ZTB-302', `${F}第三十五条、第三十六条`, '开标由招标人主持，截止前收到的所有投标文件都应当当众拆封、宣读', 'All bids received in time are opened and read out'),
  row('ZTB-303', `${F}第三十七条第二款`, '评标委员会成员人数为5人以上单数，其中技术、经济等方面的专家不得少于成员总数的三分之二', 'The committee has 5 or more members, an odd number, two thirds of them experts', { scope: 'MT', values: { minMembers: 5, expertShareOf: 3, expertShare: 2 } }),
  row('ZTB-304', `${F}第三十七条第三款、${T}第四十六条第一款`, '专家应当从事相关领域工作满8年并具有高级职称或者同等专业水平，从专家库随机抽取', 'Experts have 8 years and a senior title and are drawn by lot', { scope: 'MT', values: { minYears: 8 } }),
  row('ZTB-305', `${F}第三十七条第四款、${T}第四十六条第三款`, '与投标人有利害关系的人不得进入评标委员会', 'Nobody with an interest in a bidder sits on the committee'),
  row('ZTB-307', `${F}第三十七条第五款`, '评标委员会成员的名单在中标结果确定前应当保密', 'The members stay secret until the result'),
  row('ZTB-308', `${T}第四十六条第二款、第四十八条第三款`, '非因法定事由不得更换评标委员会成员', 'Members are replaced only for lawful cause'),
  row('ZTB-310', `${T}第四十八条第二款`, '超过三分之一的评标委员会成员认为评标时间不够的，应当适当延长', 'More than a third of the members can ask for more time', { values: { shareOf: 3, share: 1 } }),
  row('ZTB-311', `${T}第四十九条第一款`, '招标文件没有规定的评标标准和方法不得作为评标的依据', 'Only the published criteria count'),
  row('ZTB-312', `${F}第三十九条、${T}第五十二条`, '澄清、说明应当采用书面形式，不得超出投标文件的范围或者改变实质性内容', 'Explanations are in writing and change nothing'),
  row('ZTB-313', `${T}第五十一条`, '有七种情形之一的，评标委员会应当否决其投标', 'Seven grounds on which a bid is rejected', { values: { grounds: 7, article: '51' } }),
  row('ZTB-314', `${O12}第二十一条`, '报价明显偏低的，应当要求书面说明；不能合理说明的否决其投标', 'A price that seems below cost must be explained', P),
  row('ZTB-315', `${O12}第二十七条`, '否决后有效投标不足3个使投标明显缺乏竞争的，可以否决全部投标', 'With fewer than 3 valid bids all may be rejected', { ...P, values: { minValid: 3 } }),
  row('ZTB-316', `${F}第四十二条`, '评标委员会认为所有投标都不符合招标文件要求的，可以否决所有投标', 'All bids may be rejected when none conforms'),
  row('ZTB-317', `${O12}第十九条`, '大写与小写金额不一致的以大写为准；总价与单价不一致的以单价为准', 'Words prevail over figures, unit prices over totals', P),
  row('ZTB-318', `${T}第五十三条第一款`, '中标候选人应当不超过3个，并标明排序', 'At most 3 candidates, ranked', { values: { maxCandidates: 3 } }),
  row('ZTB-319', `${T}第五十三条第二款`, '评标报告应当由评标委员会全体成员签字；拒绝签字又不书面说明的，视为同意', 'All members sign; silence counts as consent'),
  row('ZTB-320', `${F}第三十八条、第四十四条`, '评标在严格保密的情况下进行，不得透露评审情况', 'The evaluation is confidential'),
  row('ZTB-321', '发改法规规〔2022〕1117号第一条第五项', '招标人应当在中标候选人公示前认真审查评标委员会提交的书面评标报告', 'The tenderee examines the report before the publicity', N1117),
  row('ZTB-322', `${F}第四十三条`, '确定中标人前，不得与投标人就投标价格、投标方案等实质性内容进行谈判', 'No negotiation before the award'),
  row('EB-012', `${E}第二十九条`, '开标应当在交易平台上公开进行，所有投标人均应当准时在线参加', 'The opening is online and public', V),
  row('EB-013', `${E}第三十条`, '提示招标人和投标人按招标文件规定方式按时在线解密；解密全部完成后，公布投标人名称、投标价格等', 'Names and prices are published when all is decrypted', V),
  row('EB-014', `${E}第三十一条第一款`, '因投标人原因未解密的视为撤销，因投标人之外的原因未解密的视为撤回；其他投标文件的开标可以继续', 'Who caused a failed decryption decides what it counts as; the others go on', V),
  row('EB-015', `${E}第三十一条第二款`, '招标文件可以明确投标文件解密失败的补救方案', 'The documents may settle what follows a failed decryption', V),
  row('EB-016', `${E}第三十二条`, '交易平台应当生成开标记录并向社会公众公布，但依法应当保密的除外', 'The opening record is public', V),
  row('EB-017', `${E}第三十三条`, '电子评标应当在有效监控和保密的环境下在线进行', 'Evaluation is online and confidential', V),
];
