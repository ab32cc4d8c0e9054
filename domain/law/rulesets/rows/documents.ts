import type { Rule } from '../../types.ts';
import { row } from '../row.ts';

const [F, T] = ['招标投标法', '招标投标法实施条例'];

/** Documents and the time to bid. */
export const DOCUMENT_ROWS: readonly Rule[] = [
  row('ZTB-001', `${T}第十六条第一款`, '招标文件的发售期不得少于5日', 'Documents are on sale for at least 5 days', { period: { count: 5, unit: 'day', bound: 'min' } }),
  row('ZTB-002', `${T}第十六条第二款`, '发售招标文件收取的费用限于补偿印刷、邮寄的成本支出', 'The price of the documents covers printing and postage only'),
  row('ZTB-004', `${F}第二十四条`, '自招标文件开始发出之日起至投标截止之日止，最短不得少于20日', 'At least 20 days lie between the first issue of the documents and the bid deadline', { scope: 'MT', period: { count: 20, unit: 'day', bound: 'min' }, values: { closingDayCounts: 1 } }),
  row('ZTB-005', `${F}第二十三条`, '澄清或者修改应当在投标截止时间至少15日前书面通知所有招标文件收受人', 'Clarifications reach all holders at least 15 days before the deadline', { period: { count: 15, unit: 'day', bound: 'lead' } }),
  row('ZTB-006', `${T}第二十一条`, '澄清或者修改可能影响投标文件编制的，应当在投标截止时间至少15日前通知；不足15日的，应当顺延投标截止时间', 'A clarification that may affect bids comes at least 15 days before the deadline, else the deadline must move', { period: { count: 15, unit: 'day', bound: 'lead' } }),
  row('ZTB-008', `${F}第二十三条、${T}第二十一条`, '澄清或者修改应当书面通知所有获取招标文件的潜在投标人', 'Clarifications go to all holders of the documents'),
  row('ZTB-012', `${T}第二十条`, '资格后审的，由评标委员会在开标后审查投标人资格', 'With qualification after opening the committee examines qualification after the opening'),
  row('ZTB-014', `${T}第八条`, '国有资金占控股或者主导地位的依法必须招标项目应当公开招标', 'Mandatory projects with controlling state funds are tendered openly', { scope: 'SOE-MT' }),
  row('ZTB-015', `${F}第二十二条`, '不得向他人透露已获取招标文件的潜在投标人的名称、数量等', 'Names and number of those who took the documents stay secret'),
  row('ZTB-016', `${T}第二十八条`, '不得组织单个或者部分潜在投标人踏勘项目现场', 'No site visit for single bidders'),
  row('ZTB-017', `${T}第二十三条`, '招标文件违反强制性规定、影响招标投标结果的，应当修改后重新招标', 'Unlawful documents that affected the result mean tendering anew', { scope: 'MT' }),
  row('ZTB-018', `${T}第三十一条`, '终止招标的，应当及时公告或者书面通知，退还费用和投标保证金及银行同期存款利息', 'Termination is announced at once, fees and securities returned with interest'),
  row('ZTB-020', `${T}第三十二条`, '不得以不合理的条件限制、排斥潜在投标人或者投标人', 'No unreasonable conditions'),
  row('ZTB-022', `${T}第二十七条第三款`, '设有最高投标限价的，应当在招标文件中明确；不得规定最低投标限价', 'A ceiling price stands in the documents; a floor price is forbidden'),
  row('ZTB-023', `${T}第二十七条第一款、第五十条`, '标底必须保密，开标时公布，只能作为评标参考', 'A reference price is secret until the opening'),
  row('ZTB-024', `${T}第十五条第四款`, '依法必须招标项目应当使用标准文本', 'Mandatory projects use the standard texts', { scope: 'MT' }),
  row('ZTB-025', `${T}第三十四条`, '单位负责人为同一人或者存在控股、管理关系的不同单位，不得参加同一标段投标', 'Units under one head or control do not bid for one lot'),
  row('ZTB-026', `${T}第三十七条`, '联合体各方另行单独或者参加其他联合体投标的，相关投标均无效', 'Members of a consortium bid only through it'),
  row('PUB-001', `${T}第十五条第三款`, '依法必须招标项目的招标公告应当在国家指定媒介发布', 'Notices of mandatory projects appear in the appointed media', { scope: 'MT' }),
  row('PUB-002', `${F}第十六条第二款`, '招标公告应当载明招标人的名称和地址、招标项目的性质、数量、实施地点和时间以及获取招标文件的办法', 'The notice names tenderee, project, place, time and how to get the documents', { verification: 'V2' }),
  row('PUB-003', '招标公告和公示信息发布管理办法第五条', '依法必须招标项目的招标公告应当载明七项内容', 'The notice of a mandatory project has seven items', { scope: 'MT', verification: 'M', from: '2018-01-01' }),
  row('PUB-005', '招标公告和公示信息发布管理办法第八条', '在中国招标投标公共服务平台或者项目所在地省级电子招标投标公共服务平台发布', 'Published on the national or provincial public service platform', { scope: 'MT', verification: 'M', from: '2018-01-01' }),
  row('PUB-006', '招标公告和公示信息发布管理办法第十条', '公告文本应当由招标人或者代理机构盖章，并由负责人签名', 'Notices are sealed and signed', { scope: 'MT', verification: 'M', from: '2018-01-01' }),
  row('PUB-008', '招标公告和公示信息发布管理办法第十二条', '免费发布、免费查阅', 'Publication and reading are free', { scope: 'MT', verification: 'P', from: '2018-01-01' }),
];
