import type { Rule } from '../../types.ts';
import { row } from '../row.ts';

const [F, T, E] = ['招标投标法', '招标投标法实施条例', '电子招标投标办法'];
const V = { verification: 'V' } as const;

/** Candidates, award, contract and report. */
export const AWARD_ROWS: readonly Rule[] = [
  row('ZTB-401', `${T}第五十四条第一款`, '招标人应当自收到评标报告之日起3日内公示中标候选人', 'Candidates are published within 3 days of the report', { scope: 'MT', period: { count: 3, unit: 'day', bound: 'max' } }),
  row('ZTB-402', `${T}第五十四条第一款`, '中标候选人公示期不得少于3日', 'The publicity lasts at least 3 days', { scope: 'MT', period: { count: 3, unit: 'day', bound: 'min' } }),
  row('ZTB-403', `${T}第五十五条`, '国有资金占控股或者主导地位的依法必须招标项目，应当确定排名第一的中标候选人为中标人', 'With controlling state funds the first candidate wins', { scope: 'SOE-MT', values: { rank: 1 } }),
  row('ZTB-404', `${T}第五十六条`, '中标候选人的经营、财务状况发生较大变化或者存在违法行为，可能影响其履约能力的，发出中标通知书前由原评标委员会审查确认', 'Doubts about a candidate go back to the committee'),
  row('ZTB-405', `${F}第四十五条`, '中标人确定后，应当向中标人发出中标通知书，并同时将中标结果通知所有未中标的投标人', 'The winner and the others are told at the same time'),
  row('ZTB-406', `${F}第四十六条、${T}第五十七条第一款`, '自中标通知书发出之日起30日内按照招标文件和中标人的投标文件订立书面合同', 'The contract follows tender and bid and is signed within 30 days of the notice', { period: { count: 30, unit: 'day', bound: 'max' } }),
  row('ZTB-407', `${T}第五十八条`, '履约保证金不得超过中标合同金额的10%', 'The performance security is at most 10 % of the contract', { values: { maxPercent: 10 } }),
  row('ZTB-408', `${T}第七十四条`, '中标人无正当理由不与招标人订立合同的，取消其中标资格，投标保证金不予退还', 'A winner that does not sign loses award and security'),
  row('ZTB-409', `${F}第四十七条`, '应当自确定中标人之日起15日内，向有关行政监督部门提交招标投标情况的书面报告', 'The written report follows within 15 days of the award', { scope: 'MT', period: { count: 15, unit: 'day', bound: 'max' } }),
  row('ZTB-410', '工程建设项目施工招标投标办法第六十五条', '自发出中标通知书之日起15日内提交书面报告', 'The report follows within 15 days of the notice', { scope: 'MT', categories: ['engineering', 'goods'], verification: 'M', from: '2013-05-01', period: { count: 15, unit: 'day', bound: 'max' } }),
  row('ZTB-411', `${F}第六十四条`, '中标无效的，应当重新确定中标人或者重新招标', 'A void award is replaced or tendered anew', { scope: 'MT' }),
  row('ZTB-412', `${T}第八十一条`, '违反规定、对中标结果造成实质性影响且不能补救的，招标、投标、中标无效', 'Breaches that cannot be cured void tender, bid and award', { scope: 'MT' }),
  row('ZTB-413', `${T}第六十四条第一款`, '时限不符合规定的，由有关行政监督部门责令改正，可以处10万元以下的罚款', 'Wrong periods are corrected and may be fined', { values: { maxFineFen: '10000000' } }),
  row('ZTB-414', `${T}第二十三条、第六十四条、第八十一条`, '时限违规本身不当然导致招标无效', 'A breached period does not by itself void a tender', { verification: 'I' }),
  row('PUB-004', '招标公告和公示信息发布管理办法第六条', '中标候选人公示应当载明五项内容', 'The publicity of candidates has five items', { scope: 'MT', verification: 'M', from: '2018-01-01' }),
  row('EB-018', `${E}第三十四条、第三十六条`, '评标报告、中标通知书、中标结果通知书和合同均以数据电文形式通过交易平台', 'Report, notices and contract go through the platform', V),
  row('EB-019', `${E}第三十五条`, '依法必须招标项目中标候选人和中标结果应当在交易平台公示和公布', 'Candidates and results appear on the platform', { ...V, scope: 'MT' }),
  row('EB-020', `${E}第四十条`, '七类文件应当进行电子签名并进行电子存档', 'Seven kinds of documents are signed and archived', V),
  row('EB-021', `${E}第四十一条`, '交易平台应当依法及时公布招标人、项目、投标人、中标人、合同等主要信息', 'The platform publishes the main facts', V),
  row('EB-022', `${E}第四十九条`, '应当如实记录招标投标过程、数据信息来源，以及每一操作环节的时间、网络地址和工作人员', 'Each operation is logged with time, address and person', V),
  row('EB-023', `${E}第十四条、第五十九条`, '保证数据电文不被篡改、不遗漏和可追溯', 'Data are not altered, lost or untraceable', V),
  row('EB-024', `${E}第五十一条、第五十二条`, '投诉通过行政监督平台进行；监督指令应当执行', 'Instructions of the supervisor are carried out', V),
];
