import { builtIn, outside, type Reasons } from './types.ts';

/** How days are counted and what the words mean. */
const COUNTING: Reasons = {
  ...builtIn(
    'CNT-01 CNT-02 CNT-03 INT-01 INT-02 INT-03 INT-04 INT-05',
    ['domain/law/deadline.ts', 'domain/law/counting.ts'],
    '每一期限都由同一算法推算并写明所依据的计算规则和解释，没有别的算法；表格测试和性质测试逐条验证。',
    'One count derives every deadline and names the counting rules and interpretations it went by; there is no other. Table and property tests try each.',
  ),
  ...builtIn(
    'CNT-04 CNT-06',
    [
      'domain/tender/ground/committee.ts',
      'domain/tender/notice/checks/securities.ts',
      'domain/tender/notice/checks/draft.ts',
    ],
    '各项比较按此写成：等于法定数的，“以上”“不少于”“不超过”成立，“不足”“少于”不成立；表格测试逐条验证前一、相等、后一。',
    'Comparisons are written so: the number itself meets “at least” and “at most” and is not “fewer than”; table tests try one below, equal and one above.',
  ),
  ...builtIn(
    'CNT-05 CNT-07',
    ['domain/law/counting.ts'],
    '与民法典同一算法：当日不计入，末日为休息日的顺延；国家法定节假日、节假日按较严口径包括周末。',
    'The same count as that of the Civil Code: the first day out, a last day of rest moves on; weekends are taken for such days, the stricter reading.',
  ),
  ...builtIn(
    'CNT-08',
    ['store/commands.ts', 'store/bids.ts'],
    '一切命令和投标以平台数据库的收到时刻为准。',
    'Commands and bids count from the instant at which the platform’s database received them.',
  ),
  ...outside(
    'CNT-09',
    '签名是否可靠取决于制作数据由签名人独占控制等事实；平台以自己的密钥签署回执、通知和推送，当事人的签名在收到时核验并连同依据留存。',
    'Whether a signature is reliable rests on facts such as sole control of its key; the platform signs its own receipts and notices, and keeps those of parties as verified at their receipt, with what that rests on.',
  ),
};

/** Tendering by electronic means. */
const ELECTRONIC: Reasons = {
  ...builtIn(
    'EB-001',
    ['domain/record/entry.ts'],
    '平台只有数据电文：记录、公告、通知都由同一份记录产生，没有与之不一致的纸质件。',
    'There are data messages only: record, notices and pages come from one record, with no paper beside it.',
  ),
  ...outside(
    'EB-002 EB-004',
    '检测、认证由认证机构进行，服务器所在地由运营机构决定。',
    'Tests and certificates come from a certifier, and where servers stand is the operator’s choice.',
  ),
  ...builtIn(
    'EB-003',
    ['api/openapi.ts', 'api/supervision/routes.ts'],
    '从发布到书面报告全程在线，接口文档公开，监督部门有专用通道。',
    'All from the notice to the written report is online, the interface is published, and supervisors have a channel of their own.',
  ),
  ...builtIn(
    'EB-005',
    ['api/documents/routes.ts'],
    '下载招标文件只要求登记的投标人身份，没有报名、审核步骤。',
    'To download documents takes nothing but a registered bidder: there is no sign-up and no review.',
  ),
  ...outside(
    'EB-008',
    '运营机构的控股、管理关系平台无从得知，由运营机构和监督部门负责。',
    'Whom the operator controls the platform cannot know; operator and authority answer for it.',
  ),
  ...builtIn(
    'EB-012',
    ['workflows/phases/opening.ts', 'api/trading/hall.ts'],
    '开标由时钟在截止时刻在线开始，过程和记录公开；投标人在线签到、解密、确认，不参加没有规定的后果。',
    'The clock opens online at the deadline, for all to see; bidders sign in, hand in their keys and confirm, and the law sets no sanction for staying away.',
  ),
  ...outside(
    'EB-017',
    '评标在评标场所进行，其监控和保密不在平台之内。',
    'The evaluation takes place in its own room, whose monitoring is outside the platform.',
  ),
  ...builtIn(
    'EB-018 ZTB-108',
    ['api/trading/commands.ts'],
    '评标报告、通知书、合同、异议和答复都只能作为平台命令提交，并进入记录。',
    'Report, notices, contract, objections and replies can only be given as commands of the platform, and enter the record.',
  ),
  ...builtIn(
    'EB-020',
    ['store/documents.ts', 'store/record.ts', 'store/signatures.ts'],
    '七类文件按摘要存档并写入记录；招标文件或者平台要求签名的，未签名的不予受理，投标文件是否签名写入开标记录；平台对记录、回执和通知签名。',
    'The seven kinds are archived by digest and stand in the record; where the tender or the platform requires it they are refused unsigned, and the opening record says which bids were signed; the platform signs record, receipts and notices.',
  ),
  ...builtIn(
    'EB-022',
    ['store/commands.ts', 'store/bids.ts'],
    '每一命令连同时刻、网络地址和操作人存入只增的记录。',
    'Each command is kept with its instant, network address and person, in a record that only grows.',
  ),
  ...builtIn(
    'EB-023',
    ['domain/record/entry.ts', 'store/migrations/initial.sql.ts'],
    '记录只增不改，逐条编号并计算摘要，数据库拒绝修改和删除。',
    'The record is append-only, numbered and hashed; the database refuses changes and deletions.',
  ),
  ...builtIn(
    'EB-024',
    ['domain/tender/instruction/lawful-order.ts', 'api/supervision/routes.ts'],
    '监督部门的指令在线下达，暂停、恢复、责令改正和宣告无效由程序执行。',
    'Orders of the authority come online, and the process carries them out.',
  ),
  ...builtIn(
    'EB-025',
    ['domain/procedure/procedures.ts'],
    '平台上的项目全流程电子化，没有纸质环节。',
    'What runs here runs by electronic means throughout: there is no step on paper.',
  ),
};

/** Publicity and what must be tendered. */
const PUBLICITY: Reasons = {
  ...builtIn(
    'PUB-001 PUB-008',
    ['domain/disclosure/announcement.ts', 'api/public/disclosure.ts'],
    '公告由同一份记录生成，公开、免费，并以开放数据提供给国家指定的媒介；是否被其发布由该媒介负责。',
    'Notices come from one record, open and free of charge, and as open data for the appointed media, which answer for their own pages.',
  ),
  ...builtIn(
    'PUB-004',
    ['domain/tender/publicity/announcement.ts'],
    '候选人公示由评标报告生成，五项内容各有其位；条文凭记忆记录，不据以拒绝。',
    'The publicity is made from the report with a place for each of the five items; the text is from memory and refuses nothing.',
  ),
  ...outside(
    'PUB-005 PUB-007 PUB-009 PUB-010',
    '是对公共服务平台和其他媒介的要求，平台只提供数据；条文凭记忆或者二手记录，不据以拒绝。',
    'Asked of public service platforms and other media, which the platform only feeds; known from memory or at second hand, so nothing is refused by it.',
  ),
  ...builtIn(
    'PUB-006',
    ['domain/record/entry.ts'],
    '公告由有权人员登录后的命令产生，随记录签名；条文凭记忆记录，不据以拒绝。',
    'Notices come from commands of persons who may give them and stand in the signed record; the text is from memory and refuses nothing.',
  ),
  ...outside(
    'PUB-011 PUB-012',
    '处理决定和违法行为记录由行政监督部门公告。',
    'Decisions and records of unlawful acts are published by the authority.',
  ),
  ...outside(
    'PUB-015',
    '是政策方向，没有可以计算的期限或者数值，不编入规则集。',
    'A direction of policy without a period or a value to compute: in no ruleset.',
  ),
  ...outside(
    'THR-01 THR-02 THR-03 THR-04 THR-08 THR-10',
    '资金来源、项目类别和合并采购须由招标人核对；平台按单项金额提示（THR-05 至 THR-07），条文未读到原文，不据以拒绝。',
    'Source of funds, kind of project and what can be bought together are for the tenderee to check; the platform points at the amount (THR-05 to THR-07), and refuses nothing by a text it has not read.',
  ),
  ...outside(
    'THR-09',
    '不招标的项目不进入平台；是否属于这些情形由项目审批部门认定。',
    'What is not tendered never comes here; whether a case is one of these the approving authority decides.',
  ),
  ...outside(
    'THR-11',
    '数额标准由国务院和各省规定，不在本规则集内，由采购人按本地标准选择采购方式。',
    'The amounts are set by the State Council and each province and stand in no ruleset; the purchaser picks the method by them.',
  ),
};

/** Complaints to the authority. */
const COMPLAINTS: Reasons = {
  ...outside(
    'CMP-009',
    '其2004年的期限自2012年2月1日起为实施条例第六十一条的工作日期限所取代（CMP-004、CMP-005），仅供引用。',
    'Its periods of 2004 gave way on 2012-02-01 to those of the regulation, in working days (CMP-004, CMP-005); it is there to be cited.',
  ),
  ...outside(
    'CMP-010',
    '投诉在平台上由登录人以其单位名义提出，请求、事项和证明材料按 CMP-001 检查；投诉书的格式和签字由受理部门审查。',
    'A complaint is filed by a signed-in person for a party, and its matter, request and proof are checked under CMP-001; the form and signature of the letter are for the authority to look at.',
  ),
  ...outside(
    'CMP-011',
    '不予受理的各种情形列为受理部门可选的理由，是否符合由其认定。',
    'Its grounds are those among which the authority chooses when it refuses a complaint; whether one is given is for the authority to find.',
  ),
};

export const PLATFORM_REASONS: Reasons = { ...COUNTING, ...ELECTRONIC, ...PUBLICITY, ...COMPLAINTS };
