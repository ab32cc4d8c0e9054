import type { Rule } from '../../types.ts';
import { LAW, OPINIONS_2022, REGULATION, row } from '../row.ts';

/** Collusion and fraud, as grounds of rejection (ZTB-313, item seven). Finding them is for people: the platform gives clues at most. */
export const COLLUSION_ROWS: readonly Rule[] = [
  row(
    'COL-001',
    `${REGULATION}第三十九条第二款`,
    '投标人之间协商报价、约定中标人、约定放弃、按组织要求协同投标或者采取其他联合行动的，属于投标人相互串通投标',
    'Five kinds of concerted action are collusion among bidders',
  ),
  row(
    'COL-002',
    `${REGULATION}第四十条第一项`,
    '不同投标人的投标文件由同一单位或者个人编制的，视为投标人相互串通投标',
    'Bids prepared by one unit or person are deemed collusion',
  ),
  row(
    'COL-003',
    `${REGULATION}第四十条第二项`,
    '不同投标人委托同一单位或者个人办理投标事宜的，视为投标人相互串通投标',
    'Bids handed in by one unit or person are deemed collusion',
  ),
  row(
    'COL-004',
    `${REGULATION}第四十条第三项`,
    '不同投标人的投标文件载明的项目管理成员为同一人的，视为投标人相互串通投标',
    'One project manager in several bids is deemed collusion',
  ),
  row(
    'COL-005',
    `${REGULATION}第四十条第四项`,
    '不同投标人的投标文件异常一致或者投标报价呈规律性差异的，视为投标人相互串通投标',
    'Bids abnormally alike, or prices that differ by a pattern, are deemed collusion',
  ),
  row(
    'COL-006',
    `${REGULATION}第四十条第五项`,
    '不同投标人的投标文件相互混装的，视为投标人相互串通投标',
    'Bids mixed up with one another are deemed collusion',
  ),
  row(
    'COL-007',
    `${REGULATION}第四十条第六项`,
    '不同投标人的投标保证金从同一单位或者个人的账户转出的，视为投标人相互串通投标',
    'Securities from one account are deemed collusion',
  ),
  row(
    'COL-011',
    `${REGULATION}第四十一条`,
    '禁止招标人与投标人串通投标，共六种情形',
    'Six kinds of collusion of the tenderee with a bidder are forbidden',
  ),
  row(
    'COL-012',
    `${LAW}第五十三条、${REGULATION}第六十七条`,
    '投标人相互串通投标或者与招标人串通投标的，中标无效，处以罚款；情节严重的取消其投标资格',
    'Collusion voids the award, is fined and may exclude from bidding',
  ),
  row(
    'COL-013',
    `${LAW}第五十四条、${REGULATION}第四十二条、第六十八条`,
    '以他人名义投标或者以其他方式弄虚作假骗取中标的，中标无效',
    'Bidding under another name or by fraud voids the award',
  ),
  row(
    'COL-014',
    `${REGULATION}第五十一条第七项`,
    '投标人有串通投标、弄虚作假、行贿等违法行为的，评标委员会应当否决其投标',
    'The committee rejects bids of collusion, fraud or bribery',
  ),
  row(
    'COL-015',
    `${OPINIONS_2022}第二条第十一项`,
    '重点关注投标人之间存在关联关系、高管交叉任职、抱团投标，以及中标率异常低、异常高等情形',
    'Relations among bidders, shared managers, bidding in packs, and abnormally low or high rates of winning are watched',
    { verification: 'V' },
  ),
];
