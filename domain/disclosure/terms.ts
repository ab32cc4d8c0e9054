import type { Method } from '../procedure/index.ts';
import type { TenderDraft } from '../tender/ground/draft.ts';

/** The words by which the law of a tender calls its people and papers; announcements and notices use no others. */
export interface Terms {
  readonly owner: string;
  readonly agency: string;
  readonly project: string;
  readonly activity: string;
  readonly documents: string;
  readonly bids: string;
  readonly bidder: string;
  readonly deadline: string;
  readonly opening: string;
  readonly award: string;
  readonly winner: string;
  readonly awardNotice: string;
  readonly committee: string;
  readonly lot: string;
  readonly objection: string;
}

const TENDERING: Terms = {
  owner: '招标人',
  agency: '招标代理机构',
  project: '招标项目',
  activity: '招标投标活动',
  documents: '招标文件',
  bids: '投标文件',
  bidder: '投标人',
  deadline: '投标截止时间',
  opening: '开标',
  award: '中标',
  winner: '中标人',
  awardNotice: '中标通知书',
  committee: '评标委员会',
  lot: '标段',
  objection: '异议',
};

/** Government procurement by tender (87号令). */
const PROCUREMENT: Terms = {
  ...TENDERING,
  owner: '采购人',
  agency: '采购代理机构',
  project: '采购项目',
  activity: '采购活动',
  lot: '采购包',
  objection: '质疑',
};

/** Government procurement otherwise than by tender (74号令, 磋商办法). */
const OTHER: Terms = {
  ...PROCUREMENT,
  documents: '采购文件',
  bids: '响应文件',
  bidder: '供应商',
  deadline: '响应文件提交截止时间',
  opening: '响应文件开启',
  award: '成交',
  winner: '成交供应商',
  awardNotice: '成交通知书',
  committee: '评审小组',
};

const BY_METHOD: Readonly<Partial<Record<Method, Terms>>> = {
  negotiation: { ...OTHER, documents: '谈判文件', committee: '谈判小组' },
  consultation: { ...OTHER, documents: '磋商文件', committee: '磋商小组' },
  inquiry: { ...OTHER, documents: '询价通知书', committee: '询价小组' },
  'single-source': OTHER,
};

/** The words for a tender: by its law, and in procurement by its method. */
export function termsOf({ regime, method }: Pick<TenderDraft, 'regime' | 'method'>): Terms {
  if (regime === 'tendering') return TENDERING;
  return BY_METHOD[method] ?? PROCUREMENT;
}

/** What is handed in during the first stage, in Chinese: applications for qualification, or technical proposals. */
export function applicationsName({ method }: Pick<TenderDraft, 'method'>): string {
  return method === 'two-stage' ? '技术建议' : '资格预审申请文件';
}

/** The papers of the first stage, in Chinese. */
export function firstStageDocumentsName({ method }: Pick<TenderDraft, 'method'>): string {
  return method === 'two-stage' ? '第一阶段招标文件' : '资格预审文件';
}

/** Whether anybody may take the documents of the bids: nobody is invited, and no first stage decides it. */
export function isOpenToAll(draft: Pick<TenderDraft, 'invitees' | 'firstStage'>): boolean {
  return draft.firstStage === null && draft.invitees.length === 0;
}
