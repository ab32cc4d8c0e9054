import type { Words } from '../../case/words.ts';
import type { Phase } from '../../procedure/index.ts';
import type { Outcome } from './draft.ts';

/** The phases in the words of the law, for people. */
export const PHASE_NAMES: Readonly<Record<Phase, Words>> = {
  notice: { zh: '招标公告', en: 'notice' },
  prequalification: { zh: '资格预审', en: 'prequalification' },
  proposals: { zh: '技术建议', en: 'technical proposals' },
  documents: { zh: '招标文件发出', en: 'issue of documents' },
  bidding: { zh: '投标', en: 'bidding' },
  opening: { zh: '开标', en: 'opening' },
  evaluation: { zh: '评标', en: 'evaluation' },
  publicity: { zh: '中标候选人公示', en: 'candidate publicity' },
  award: { zh: '定标', en: 'award' },
  contract: { zh: '订立合同', en: 'contract' },
  report: { zh: '书面报告', en: 'written report' },
};

/** The ways in which a tender is over, for people. */
export const OUTCOME_NAMES: Readonly<Record<Outcome, Words>> = {
  reported: { zh: '已完成', en: 'completed' },
  'failed-fewer-than-three': { zh: '有效参与者少于法定数量', en: 'failed for want of participants' },
  'all-rejected': { zh: '全部被否决', en: 'all bids rejected' },
  terminated: { zh: '已终止', en: 'terminated' },
  invalidated: { zh: '被认定无效', en: 'declared void' },
};
