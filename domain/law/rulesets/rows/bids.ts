import type { Rule } from '../../types.ts';
import { GOODS, LAW, REGULATION, row, WORKS } from '../row.ts';

/** Bid security, validity, delivery and withdrawal. */
export const BID_ROWS: readonly Rule[] = [
  row(
    'ZTB-201',
    `${REGULATION}第二十六条第一款`,
    '投标保证金不得超过招标项目估算价的2%',
    'The bid security is at most 2 % of the estimate',
    { values: { maxPercent: 2 } },
  ),
  row(
    'ZTB-202',
    `${WORKS}第三十七条、${GOODS}第二十七条`,
    '工程施工、货物招标的投标保证金最高不得超过80万元',
    'In tenders for works and goods the bid security is at most 800,000 yuan',
    {
      scope: 'MT',
      categories: ['engineering', 'goods'],
      values: { maxFen: '80000000' },
      verification: 'M',
    },
  ),
  row(
    'ZTB-203',
    `${REGULATION}第二十六条第一款`,
    '投标保证金有效期应当与投标有效期一致',
    'The security is valid as long as the bid',
  ),
  row(
    'ZTB-204',
    `${REGULATION}第二十六条第二款、第三款`,
    '依法必须进行招标的项目的境内投标单位，以现金或者支票形式提交的投标保证金应当从其基本账户转出；招标人不得挪用',
    'Securities in cash come from the basic account and are not put to other use',
    { scope: 'MT' },
  ),
  row(
    'ZTB-205',
    `${REGULATION}第三十五条第一款`,
    '投标人在投标截止时间前撤回的，招标人已收取投标保证金的，应当自收到书面撤回通知之日起5日内退还',
    'After a withdrawal the security goes back within 5 days',
    {
      period: { count: 5, unit: 'day', bound: 'max' },
    },
  ),
  row(
    'ZTB-206',
    `${REGULATION}第三十五条第二款`,
    '投标截止后投标人撤销投标文件的，招标人可以不退还投标保证金',
    'After a revocation the security may be kept',
  ),
  row(
    'ZTB-207',
    `${REGULATION}第五十七条第二款`,
    '招标人最迟应当在书面合同签订后5日内向中标人和未中标的投标人退还投标保证金及银行同期存款利息',
    'Securities go back with interest within 5 days of the contract',
    {
      period: { count: 5, unit: 'day', bound: 'max' },
    },
  ),
  row(
    'ZTB-208',
    `${REGULATION}第二十五条`,
    '招标人应当在招标文件中载明投标有效期；投标有效期从提交投标文件的截止之日起算',
    'The documents state the validity of bids, which runs from the deadline',
  ),
  row(
    'ZTB-209',
    `${WORKS}第二十九条、${GOODS}第二十八条、评标委员会和评标方法暂行规定第四十条`,
    '延长投标有效期的，应当书面要求所有投标人；拒绝延长的投标人有权收回投标保证金',
    'An extended validity is asked of all bidders; who declines takes the security back',
    {
      scope: 'MT',
      verification: 'M',
    },
  ),
  row(
    'ZTB-210',
    `${LAW}第二十九条`,
    '投标人在提交投标文件的截止时间前，可以补充、修改或者撤回已提交的投标文件，并书面通知招标人',
    'Bids may be supplemented, replaced or withdrawn until the deadline',
  ),
  row(
    'ZTB-211',
    `${LAW}第二十八条第二款、${REGULATION}第三十六条第一款`,
    '在招标文件要求提交投标文件的截止时间后送达的投标文件，招标人应当拒收',
    'What arrives after the deadline is refused',
  ),
  row(
    'ZTB-212',
    `${LAW}第二十八条第一款、${REGULATION}第三十六条第二款`,
    '招标人应当如实记载投标文件的送达时间和密封情况，签收保存，不得开启',
    'Time and sealing of each bid are recorded; it is kept unopened',
  ),
  row(
    'ZTB-213',
    `${LAW}第二十八条第一款、${REGULATION}第四十四条第二款`,
    '投标人少于3个的，不得开标；招标人应当重新招标',
    'With fewer than 3 bidders there is no opening, and the tender is held anew',
    { values: { minBidders: 3 } },
  ),
  row(
    'ZTB-214',
    `${WORKS}第三十八条、${GOODS}第三十四条`,
    '重新招标后投标人仍少于3个的，经批准可以不再进行招标',
    'With fewer than 3 bidders again tendering may be given up, with approval where it is needed',
    {
      scope: 'MT',
      categories: ['engineering', 'goods'],
      verification: 'M',
    },
  ),
  row(
    'ZTB-215',
    `${REGULATION}第三十八条`,
    '投标人发生合并、分立、破产等重大变化的，应当及时书面告知招标人；不再具备资格条件的，其投标无效',
    'Bidders tell of great changes; who no longer qualifies has no valid bid',
  ),
];
