import type { Words } from '../../case/words.ts';
import type { ComplaintState, DecisionOutcome, RefusalGround, Remedy } from '../../complaint/ground/state.ts';

export const COMPLAINT_SUBJECTS: Readonly<Record<ComplaintState['subject'], Words>> = {
  prequalification: { zh: '资格预审文件', en: 'the prequalification documents' },
  documents: { zh: '招标文件', en: 'the tender documents' },
  opening: { zh: '开标', en: 'the opening' },
  result: { zh: '评标结果', en: 'the evaluation result' },
  other: { zh: '招标投标活动', en: 'the process' },
};

export const OUTCOMES: Readonly<Record<DecisionOutcome, Words>> = {
  upheld: { zh: '投诉成立', en: 'upheld' },
  unfounded: { zh: '投诉缺乏事实根据或者法律依据，驳回', en: 'rejected as without basis in fact or law' },
  fabricated: { zh: '捏造事实、伪造材料或者以非法手段取得证明材料，驳回', en: 'rejected as fabricated' },
};

export const REMEDY_WORDS: Readonly<Record<Remedy, Words>> = {
  'go-on': { zh: '不影响结果，继续进行', en: 'the process goes on' },
  'start-anew': { zh: '改正后重新开展', en: 'to be put right and held anew' },
  'void-award': { zh: '中标无效', en: 'the award is void' },
  'revoke-contract': { zh: '撤销合同', en: 'the contract is revoked' },
  damages: { zh: '合同已经履行，由责任人承担赔偿责任', en: 'the contract was performed: damages' },
};

export const GROUNDS: Readonly<Record<RefusalGround, Words>> = {
  'no-interest': {
    zh: '投诉人不是招标投标活动的参与者，或者与投诉事项无利害关系',
    en: 'no part or interest in it',
  },
  'not-specific': {
    zh: '投诉事项不具体，且未提供有效线索，难以查证',
    en: 'not specific, without leads to follow',
  },
  unsigned: { zh: '未署投诉人真实姓名、签字和有效联系方式', en: 'without true name, signature and contact' },
  'out-of-time': { zh: '超过投诉时效', en: 'out of time' },
  'decided-before': {
    zh: '已经作出处理决定，且没有提出新的证据',
    en: 'decided before, without new evidence',
  },
  'no-objection': { zh: '应当先提出异议或者质疑而没有提出', en: 'without the objection that comes first' },
  'in-court': { zh: '已进入行政复议或者行政诉讼程序', en: 'under review or before a court' },
  'not-competent': { zh: '不属于本部门管辖', en: 'not within this authority’s competence' },
  'not-corrected': {
    zh: '未按照补正期限进行补正，或者补正后仍不符合规定',
    en: 'not corrected in time or not enough',
  },
};
