import type { Rule } from '../../types.ts';
import { row } from '../row.ts';

const [F, T, E] = ['招标投标法', '招标投标法实施条例', '电子招标投标办法'];
const V = { verification: 'V' } as const;

/** Bid security, validity, delivery and withdrawal; what e-tendering adds. */
export const BID_ROWS: readonly Rule[] = [
  row('ZTB-201', `${T}第二十六条第一款`, '投标保证金不得超过招标项目估算价的2%', 'The bid security is at most 2 % of the estimate', { values: { maxPercent: 2 } }),
  row('ZTB-202', '工程建设项目施工招标投标办法第三十七条、工程建设项目货物招标投标办法第二十七条', '投标保证金最高不得超过80万元', 'The bid security is at most 800,000 yuan', { scope: 'MT', categories: ['engineering', 'goods'], values: { maxFen: '80000000' }, verification: 'M', from: '2013-05-01' }),
  row('ZTB-203', `${T}第二十六条第一款`, '投标保证金有效期应当与投标有效期一致', 'The security is valid as long as the bid'),
  row('ZTB-204', `${T}第二十六条第二款`, '以现金或者支票形式提交的投标保证金应当从其基本账户转出', 'Cash securities come from the basic account', { scope: 'MT' }),
  row('ZTB-205', `${T}第三十五条第一款`, '投标截止前撤回投标的，应当自收到书面撤回通知之日起5日内退还投标保证金', 'After a withdrawal the security goes back within 5 days', { period: { count: 5, unit: 'day', bound: 'max' } }),
  row('ZTB-206', `${T}第三十五条第二款`, '投标截止后撤销投标文件的，可以不退还投标保证金', 'After a revocation the security may be kept'),
  row('ZTB-207', `${T}第五十七条第二款`, '最迟应当在书面合同签订后5日内向中标人和未中标的投标人退还投标保证金及银行同期存款利息', 'Securities go back with interest within 5 days of the contract', { period: { count: 5, unit: 'day', bound: 'max' } }),
  row('ZTB-208', `${T}第二十五条`, '招标人应当在招标文件中载明投标有效期，从提交投标文件的截止之日起算', 'Bid validity runs from the deadline'),
  row('ZTB-210', `${F}第二十九条`, '投标人在投标截止时间前，可以补充、修改或者撤回已提交的投标文件', 'Bids may be replaced or withdrawn until the deadline'),
  row('ZTB-211', `${F}第二十八条第二款、${T}第三十六条第一款`, '在投标截止时间后送达的投标文件，应当拒收', 'What arrives after the deadline is refused'),
  row('ZTB-212', `${T}第三十六条第二款`, '应当如实记载投标文件的送达时间和密封情况，并存档备查', 'Time and sealing of each bid are recorded'),
  row('ZTB-213', `${F}第二十八条第一款、${T}第四十四条第二款`, '投标人少于3个的，不得开标，应当重新招标', 'With fewer than 3 bidders there is no opening', { values: { minBidders: 3 } }),
  row('ZTB-215', `${T}第三十八条`, '投标人发生合并、分立、破产等重大变化的，应当及时书面告知招标人', 'Bidders tell of great changes'),
  row('EB-001', `${E}第二条、第六十二条`, '数据电文形式与纸质形式的招标投标活动具有同等法律效力', 'Data messages have the force of paper', V),
  row('EB-003', `${E}第七条、第八条`, '交易平台应当在线完成招标投标全部交易过程，开放数据接口', 'The platform carries the whole process and opens its interfaces', V),
  row('EB-005', `${E}第二十条`, '除注册登记外，不得设置前置条件限制下载招标文件', 'Nothing but registration stands before the documents', V),
  row('EB-006', `${E}第二十一条`, '投标截止前不得向招标人及其代理机构以外的任何单位和个人泄露下载招标文件的潜在投标人名称、数量', 'Who took the documents stays secret until the deadline', V),
  row('EB-007', `${E}第二十二条`, '澄清或者修改应当在交易平台以醒目方式公告，并有效通知所有已下载的潜在投标人', 'Clarifications are announced prominently and sent to all who downloaded', V),
  row('EB-009', `${E}第二十六条`, '投标人未按规定加密的投标文件，交易平台应当拒收并提示', 'A bid that is not encrypted is refused with a prompt', V),
  row('EB-010', `${E}第二十七条第一款`, '投标截止时间前未完成投标文件传输的，视为撤回投标文件；截止后送达的，应当拒收', 'A transmission not complete by the deadline counts as withdrawn', V),
  row('EB-011', `${E}第二十七条第二款`, '交易平台收到投标文件应当即时发出确认回执通知，并妥善保存；截止前任何单位和个人不得解密、提取', 'Receipt at once; nobody decrypts before the deadline', V),
];
