import { builtIn, outside, type Reasons } from './types.ts';

/** Documents, bids and securities under 招标投标法. */
const DOCUMENTS: Reasons = {
  ...builtIn(
    'ZTB-012',
    ['domain/procedure/procedures.ts', 'workflows/phases/evaluation.ts'],
    '资格后审的程序中，评标阶段只能在开标之后开始，资格由评标报告中的否决情形体现。',
    'Where bidders qualify after the opening the evaluation can only follow it, and its report rejects who does not.',
  ),
  ...outside(
    'ZTB-016',
    '踏勘在平台之外组织，平台看不到谁参加。',
    'Visits to the site are made outside the platform, which cannot see who came.',
  ),
  ...outside(
    'ZTB-023',
    '平台不接收标底：没有可以泄露的标底，也不参与评标参考。',
    'The platform takes no reference price, so it has none to keep or to tell.',
  ),
  ...outside(
    'ZTB-024',
    '是否使用标准文本需要审阅招标文件的内容，平台只存储文件。',
    'Whether documents follow the standard texts shows only to who reads them; the platform stores them.',
  ),
  ...outside(
    'ZTB-025',
    '控股、管理关系须凭登记信息认定，由评标委员会和行政监督部门判断。',
    'Control and management are read in registers and judged by the committee and the authority.',
  ),
  ...outside(
    'ZTB-026',
    '联合体的组成写在加密的投标文件内，由评标委员会在开标后审查。',
    'Who forms a consortium stands inside the sealed bids and is examined by the committee after the opening.',
  ),
  ...outside(
    'ZTB-203 ZTB-204 ZTB-206',
    '保证金的收取、有效期、来源账户以及撤销投标后的不予退还由招标人办理，款项不经过平台。',
    'Securities, their validity, their accounts and their forfeiture after a revocation are with the tenderee; no money passes through the platform.',
  ),
  ...outside(
    'ZTB-209',
    '延长有效期须逐一征求投标人意见，平台没有此项程序；条文凭记忆记录，不据以强制。',
    'An extension is agreed with each bidder, for which the platform has no step; the text is from memory and forces nothing.',
  ),
  ...builtIn(
    'ZTB-212',
    ['api/trading/bids.ts', 'store/bids.ts'],
    '收到投标即记录时间、密封校验结果并出具回执；投标人之外无人持有密钥，不可能提前开启。',
    'Receipt, time and check of the seal are recorded with each bid; only its bidder holds the key, so nobody can open it early.',
  ),
  ...outside(
    'ZTB-215',
    '重大变化由投标人书面告知招标人，是否仍具备资格由评标委员会判断。',
    'Bidders tell the tenderee of great changes; whether they still qualify is for the committee.',
  ),
};

/** Committee, evaluation and what follows. */
const EVALUATION: Reasons = {
  ...outside(
    'ZTB-304 ZTB-305 ZTB-306 ZTB-308',
    '专家从评标专家库抽取、回避和更换在专家库系统和评标现场完成，平台只收到评标委员会名单。',
    'Experts are drawn, stand aside and are replaced in the expert system; the platform learns the list alone.',
  ),
  ...builtIn(
    'ZTB-307',
    ['domain/tender/evaluation/evaluation.ts', 'domain/tender/publicity/announcement.ts'],
    '名单随评标报告才进入平台，公开内容不含成员姓名。',
    'The list reaches the platform with the report only, and what is published has no names of members.',
  ),
  ...outside(
    'ZTB-309',
    '没有找到抽取时间的条文，属于未知，不编入规则集，也不据以提示；取得评标专家和评标专家库管理办法全文后再编。',
    'No text with a figure was found: unknown, so in no ruleset and nothing is said by it, until the measures on experts are at hand.',
  ),
  ...builtIn(
    'ZTB-310',
    ['workflows/phases/evaluation.ts'],
    '平台对评标不设时限，等待评标报告，不可能因时间不足截断评标。',
    'The platform sets the evaluation no time: it waits for the report, so too little of it is never the platform’s doing.',
  ),
  ...outside(
    'ZTB-311 ZTB-312 ZTB-314 ZTB-317',
    '评审标准的适用、澄清的往来、异常低价的说明和报价的修正由评标委员会在评标中掌握，平台只收到评标报告。',
    'How criteria are applied, what is clarified, explained or corrected is with the committee; the platform takes the report.',
  ),
  ...builtIn(
    'ZTB-320',
    ['domain/tender/publicity/announcement.ts', 'domain/record/public-part.ts'],
    '评标报告在公示前不公开，平台不保存评审过程；评标现场的保密由招标人负责。',
    'Nothing of the report is published before the publicity, and the platform keeps nothing of the review; the room is the tenderee’s.',
  ),
  ...outside(
    'ZTB-322',
    '平台不提供招标人与投标人之间的磋商渠道；平台之外的谈判看不到。',
    'The platform has no channel for negotiation; what is said outside it cannot see.',
  ),
  ...builtIn(
    'ZTB-410',
    ['domain/tender/award/award.ts'],
    '平台上确定中标人与发出通知书为同一时刻，两种起算相同，按招标投标法第四十七条（ZTB-409）执行。',
    'Award and notice are one instant here, so both counts agree; ZTB-409 is acted on.',
  ),
  ...outside(
    'ZTB-413 COL-012 COL-013',
    '属于行政监督部门的处罚和民事后果，不由平台作出。',
    'Sanctions of the authority and consequences in law: not for a platform to impose.',
  ),
  ...outside(
    'ZTB-414',
    '是对效力的解释：平台不因时限违规宣告无效，只有行政监督部门的决定（ZTB-412）能够。',
    'A reading of what is void: the platform voids nothing for a breached period; only the authority does (ZTB-412).',
  ),
};

/** Collusion and fraud. */
const COLLUSION: Reasons = {
  ...outside(
    'COL-001 COL-002 COL-003 COL-004 COL-005 COL-006 COL-007 COL-008 COL-010 COL-011 COL-015',
    '属于事实认定，由评标委员会、行政监督部门作出；平台至多提供线索，不作结论，不自动否决。',
    'Findings of fact are for the committee and the authority; the platform gives clues at most, never a verdict, and rejects nothing by itself.',
  ),
  ...outside(
    'COL-009',
    '认定和报告财政部门是评标委员会的职责；平台把评标报告和否决依据提供给监督部门。',
    'To find and to report it is the committee’s; the platform shows the report and its grounds to the authority.',
  ),
  ...builtIn(
    'COL-014',
    ['domain/tender/evaluation/candidates.ts'],
    '评标报告可以此项（条例第五十一条第七项）否决投标，依据在 ZTB-313 中核对；是否存在由评标委员会认定。',
    'A report may reject a bid on this ground, item seven of ZTB-313, which is checked; whether it is so the committee finds.',
  ),
};

export const TENDERING_REASONS: Reasons = { ...DOCUMENTS, ...EVALUATION, ...COLLUSION };
