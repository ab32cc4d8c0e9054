import type { Rule } from '../../types.ts';
import { REGULATION, row } from '../row.ts';

/** 资格预审: qualification before the bids. */
export const PREQUALIFICATION_ROWS: readonly Rule[] = [
  row(
    'ZTB-003',
    `${REGULATION}第十七条`,
    '提交资格预审申请文件的时间，自资格预审文件停止发售之日起不得少于5日',
    'Applications are taken for at least 5 days after the issue of the prequalification documents ends',
    { scope: 'MT', period: { count: 5, unit: 'day', bound: 'min' } },
  ),
  row(
    'ZTB-007',
    `${REGULATION}第二十一条`,
    '澄清或者修改可能影响资格预审申请文件编制的，应当在提交截止时间至少3日前通知；不足的应当顺延',
    'What may affect the applications comes at least 3 days before they are due; else they are due later',
    { period: { count: 3, unit: 'day', bound: 'lead' }, reading: 'lead-to-the-hour' },
  ),
  row(
    'ZTB-009',
    `${REGULATION}第十九条第二款`,
    '通过资格预审的申请人少于3个的，应当重新招标',
    'With fewer than 3 qualified the tender is held anew',
    { values: { minQualified: 3 } },
  ),
  row(
    'ZTB-010',
    `${REGULATION}第十九条第一款`,
    '资格预审结束后，应当及时向申请人发出资格预审结果通知书；未通过资格预审的申请人不具有投标资格',
    'Applicants are told the result; who did not qualify may not bid',
  ),
  row(
    'ZTB-011',
    `${REGULATION}第十八条第二款`,
    '国有资金占控股或者主导地位的依法必须进行招标的项目，应当组建资格审查委员会，适用评标委员会的规定',
    'With controlling state funds a committee like that of the evaluation reviews the applications',
    { scope: 'SOE-MT' },
  ),
  row(
    'ZTB-101',
    `${REGULATION}第二十二条`,
    '对资格预审文件有异议的，应当在提交资格预审申请文件截止时间2日前提出',
    'Objections to the prequalification documents come 2 days before the applications are due',
    { period: { count: 2, unit: 'day', bound: 'lead' }, reading: 'lead-by-date' },
  ),
];
