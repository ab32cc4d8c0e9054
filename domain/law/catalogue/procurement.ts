import { builtIn, outside, type Reasons } from './types.ts';

/** Government procurement. */
export const PROCUREMENT_REASONS: Reasons = {
  ...outside(
    'GP-103',
    '是采购人的权利：不足三家时可以用更正公告延长提供期限，不延长不违法。',
    'A right of the purchaser, who may amend the time; not to do so breaches nothing.',
  ),
  ...builtIn(
    'GP-109',
    ['domain/tender/ground/draft.ts', 'domain/tender/notice/announcement.ts'],
    '是否接受联合体是草稿的必填项，公告必定载明，不存在未载明的情形。',
    'Whether consortia are taken is asked of every draft and stands in every notice: none is silent.',
  ),
  ...outside(
    'GP-203',
    '逾期费用由采购人支付，款项不经过平台；逾期本身由待办期限（GP-202）显示。',
    'What lateness costs the purchaser pays, outside the platform; the lateness shows by the duty of GP-202.',
  ),
  ...outside(
    'GP-205 GP-206',
    '专家抽取和回避在专家库系统完成，平台只收到评标委员会名单。',
    'Experts are drawn and stand aside in the expert system; the platform learns the list alone.',
  ),
  ...outside(
    'GP-208',
    '开标在线进行并全程记录；评标现场的录音录像由采购人或者代理机构负责。',
    'The opening is online and on record; sound and picture of the review are the purchaser’s.',
  ),
  ...builtIn(
    'GP-209',
    ['domain/procedure/rules.ts', 'domain/tender/evaluation/evaluation.ts'],
    '资格审查由采购人作出，结果与符合性审查一起随报告提交；合格不足三家的按 GP-210 终结。',
    'The purchaser checks who qualifies and hands the result in with the report; with fewer than three the tender ends by GP-210.',
  ),
  ...outside(
    'GP-212 GP-213 GP-214 GP-218 GP-219',
    '品牌合并、澄清、异常低价、结果复核和表决由评标委员会在评审中掌握，平台只收到评标报告。',
    'Brands, clarifications, low prices, changes of the result and votes are with the committee; the platform takes the report.',
  ),
  ...builtIn(
    'GP-305',
    ['domain/tender/award/announcement.ts'],
    '结果公告由记录生成，载明采购人、代理、项目、中标人、金额和评标委员会名单；中标人地址和主要标的的规格、数量、单价写在采购人上传的文件内。',
    'The result is made from the record, with purchaser, agency, project, winner, amount and committee; address and particulars of the goods stand in the purchaser’s documents.',
  ),
  ...outside(
    'GP-311',
    '补充合同在履约阶段签订，平台的程序以合同和书面报告终结，看不到补充合同。',
    'Supplements belong to performance; the process ends with contract and report and does not see them.',
  ),
  ...outside(
    'GP-312 GP-314 GP-315',
    '是对财政部门指定媒体和财政部门的要求；平台公开并提供数据，发布时间由媒体负责。',
    'Asked of the designated media and of the department; the platform publishes and feeds them, and they answer for their time.',
  ),
  ...outside(
    'GP-313 GP-316',
    '验收和履职评价发生在履约、评审之后，不在平台的程序之内。',
    'Acceptance and mutual notes come after performance and review, outside the process.',
  ),
  ...outside(
    'GP-506',
    '是否要求一次性提出由采购文件约定；期限内的质疑平台一律收下，逾期的按 GP-502 说明。',
    'Whether challenges come all at once the documents settle; the platform takes every one in time, and tells a late one why by GP-502.',
  ),
  ...builtIn(
    'GP-601 GP-602',
    ['store/migrations/initial.sql.ts', 'domain/record/entry.ts'],
    '平台没有删除记录和文件的操作，数据库拒绝删除记录，保存期限长于任何法定期限。',
    'The platform has no operation that deletes record or documents, and the database refuses to delete the record: kept longer than any term.',
  ),
  ...outside(
    'GP-708',
    '对单一来源的异议由采购人组织论证，平台没有此项程序。',
    'An objection to a single source is argued by the purchaser; the platform has no step for it.',
  ),
};
