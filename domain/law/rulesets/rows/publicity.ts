import type { Rule } from '../../types.ts';
import { FAIR_COMPETITION, LAW, NOTICES, REGULATION, row, type RowFacts } from '../row.ts';

/** No text of 招标公告和公示信息发布管理办法 was found, so its rows warn. */
const REMEMBERED: RowFacts = { scope: 'MT', verification: 'M' };

/** What is published, where, and with what content. */
export const PUBLICITY_ROWS: readonly Rule[] = [
  row(
    'PUB-001',
    `${LAW}第十六条第一款、${REGULATION}第十五条第三款`,
    '依法必须进行招标的项目的招标公告应当在国家指定的媒介发布；在不同媒介发布的内容应当一致，不得收取费用',
    'Notices of mandatory projects appear in the appointed media, alike in all of them and free of charge',
    { scope: 'MT' },
  ),
  row(
    'PUB-002',
    `${LAW}第十六条第二款`,
    '招标公告应当载明招标人的名称和地址、招标项目的性质、数量、实施地点和时间以及获取招标文件的办法等事项',
    'The notice states the tenderee, what is tendered, place and time, and how to get the documents',
  ),
  row(
    'PUB-003',
    `${NOTICES}第五条`,
    '依法必须招标项目的招标公告应当载明七项内容',
    'The notice of a mandatory project has seven items',
    REMEMBERED,
  ),
  row(
    'PUB-004',
    `${NOTICES}第六条`,
    '依法必须招标项目的中标候选人公示应当载明五项内容',
    'The publicity of candidates has five items',
    REMEMBERED,
  ),
  row(
    'PUB-005',
    `${NOTICES}第八条`,
    '依法必须招标项目的招标公告和公示信息应当在中国招标投标公共服务平台或者项目所在地省级电子招标投标公共服务平台发布',
    'Notices appear on the national or provincial public service platform',
    REMEMBERED,
  ),
  row(
    'PUB-006',
    `${NOTICES}第十条`,
    '公告和公示文本应当由招标人或者其代理机构盖章，并由主要负责人或者其授权的项目负责人签名；采用数据电文形式的应当电子签名',
    'Notices are sealed and signed',
    REMEMBERED,
  ),
  row(
    'PUB-007',
    `${NOTICES}第十一条`,
    '发布媒介自收到按照电子招标投标数据规范交互的公告和公示信息起12小时内发布；其他形式的自核验确认起1个工作日内发布，核验最长不超过3个工作日；发布的信息至少10年内可追溯',
    'The media publish within 12 hours what reaches them as data, within 1 working day what they verified, which takes 3 at most; it can be traced for 10 years',
    {
      ...REMEMBERED,
      period: { count: 12, unit: 'hour', bound: 'max' },
      periods: {
        verified: { count: 1, unit: 'workday', bound: 'max' },
        verification: { count: 3, unit: 'workday', bound: 'max' },
      },
      values: { minYears: 10 },
    },
  ),
  row(
    'PUB-008',
    `${NOTICES}第十二条`,
    '发布媒介应当免费提供招标公告和公示信息发布、查阅服务',
    'Publication and reading are free',
    { ...REMEMBERED, verification: 'P' },
  ),
  row(
    'PUB-009',
    `${NOTICES}第十五条`,
    '其他媒介可以依法全文转载公告和公示信息，不得改变其内容，并应当注明信息来源',
    'Other media may reprint notices in full, unchanged, naming the source',
    { ...REMEMBERED, verification: 'P' },
  ),
  row(
    'PUB-010',
    `${NOTICES}第十六条`,
    '公告和公示信息不符合要求的，可以要求招标人或者其代理机构澄清、改正、补充或者调整；招标人应当及时核查并告知结果',
    'Where a notice is wanting its correction may be asked for; the tenderee looks into it and tells the result',
    REMEMBERED,
  ),
  row(
    'PUB-014',
    `${FAIR_COMPETITION}第十条、第十一条`,
    '不得强制要求提供原件、违法要求法定代表人等到场、限定投标保证金形式或者指定保函出具机构等',
    'No originals by force, no legal representative in person without law, no one form of security and no chosen guarantor',
    { verification: 'V' },
  ),
];
