import type { Rule } from '../../types.ts';
import { row, type RowFacts } from '../row.ts';

interface CountingAct {
  /** The articles on the day of the event, the last day, its end, and data messages. */
  readonly articles: readonly [start: string, last: string, end: string, messages: string];
  /** The article on the words “at least”, “at most” and the like. */
  readonly words: string;
  readonly facts: RowFacts;
}

/** How days are counted. The acts that say so changed on 2017-10-01 and with the Civil Code on 2021-01-01; their sense did not. */
function countingRows({
  articles: [start, last, end, messages],
  words,
  facts,
}: CountingAct): readonly Rule[] {
  return [
    row(
      'CNT-01',
      start,
      '按照日计算期间的，开始的当日不计入，自下一日开始计算；按照小时计算期间的，自法律规定的时间开始计算',
      'The day of the event is not counted; hours run from the moment itself',
      facts,
    ),
    row(
      'CNT-02',
      last,
      '期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日',
      'A last day that is a rest day moves on to the day after the rest',
      facts,
    ),
    row(
      'CNT-03',
      end,
      '期间的最后一日的截止时间为二十四时；有业务时间的，停止业务活动的时间为截止时间',
      'The last day ends at 24:00, or with the hours of business where there are such',
      facts,
    ),
    row(
      'CNT-04',
      words,
      '以上、以下、以内、届满，包括本数；不满、超过、以外，不包括本数',
      '“At least”, “at most” and “within” include the number itself; “more than” and “fewer than” do not',
      facts,
    ),
    row(
      'CNT-08',
      messages,
      '采用数据电文形式的意思表示，相对人指定特定系统接收数据电文的，该数据电文进入该特定系统时生效',
      'A data message takes effect when it enters the system that its recipient designated',
      facts,
    ),
  ];
}

/** 民法通则 and 合同法, remembered and not read in a text: the same in other words, as far as known. */
const COUNTING_1987: readonly Rule[] = countingRows({
  articles: [
    '民法通则第一百五十四条第二款',
    '民法通则第一百五十四条第三款',
    '民法通则第一百五十四条第四款',
    '合同法第十六条第二款',
  ],
  words: '民法通则第一百五十五条',
  facts: { verification: 'M', from: '1999-10-01', to: '2017-09-30' },
});

/** 民法总则, remembered and not read in a text; word for word what 民法典 says, as far as known. */
const COUNTING_2017: readonly Rule[] = countingRows({
  articles: civil('民法总则'),
  words: '民法总则第二百零五条',
  facts: { verification: 'M', from: '2017-10-01', to: '2020-12-31' },
});

const COUNTING_2021: readonly Rule[] = countingRows({
  articles: civil('民法典'),
  words: '民法典第一千二百五十九条',
  facts: { from: '2021-01-01' },
});

/** 民法典 kept the numbers of 民法总则. */
function civil(act: string): CountingAct['articles'] {
  return [
    `${act}第二百零一条`,
    `${act}第二百零三条第一款`,
    `${act}第二百零三条第二款`,
    `${act}第一百三十七条第二款`,
  ];
}

/** How days are counted, act by act. */
export const COUNTING_TABLES: readonly (readonly Rule[])[] = [COUNTING_1987, COUNTING_2017, COUNTING_2021];

const ALWAYS: RowFacts = { verification: 'I', from: '2000-01-01' };

/** Signatures on data messages. */
export const SIGNATURE_ROWS: readonly Rule[] = [
  row(
    'CNT-09',
    '电子签名法第十三条、第十四条',
    '可靠的电子签名与手写签名或者盖章具有同等的法律效力；可靠的电子签名应当符合四项条件',
    'A reliable electronic signature has the force of a handwritten one or a seal; four conditions make it reliable',
    { verification: 'V', from: '2005-04-01' },
  ),
];

/** How this platform reads what the law leaves open. A lawyer may come to read it otherwise: then these change, and a new ruleset says so. */
export const INTERPRETATION_ROWS: readonly Rule[] = [
  row(
    'INT-01',
    '平台解释（招标投标法第二十四条）',
    '“自……之日起至……截止之日止”的期间，截止之日计入，日期之差达到规定日数即可，不论时刻；截止之日适逢休息日的顺延',
    'A period that the law itself bounds by a closing day includes that day: the difference of the dates suffices, at whatever hour; a closing day of rest moves on',
    ALWAYS,
  ),
  row(
    'INT-02',
    '平台解释（招标投标法实施条例第二十一条）',
    '招标人的倒数期限从严：既满规定日数的日期之差，又满同数的二十四小时；不顺延',
    "The tenderee's time counted backwards is read strictly: so many dates and so many times 24 hours; nothing rolls",
    ALWAYS,
  ),
  row(
    'INT-03',
    '平台解释（招标投标法实施条例第二十二条）',
    '投标人的倒数期限从宽：只看日期之差，末日全天有效；不顺延，休息日照常在线受理',
    "A bidder's time counted backwards is read leniently: by dates alone, the whole last day; nothing rolls, and the channel is open on rest days",
    ALWAYS,
  ),
  row(
    'INT-04',
    '平台解释（全国年节及纪念日放假办法第二条、第六条、第七条）',
    '放假安排尚未公布的年度从严推算：保障他人的最短期限，周末、法定节日及其补假可能所在的工作日按休息日顺延；自己的最长期限不依赖顺延；公布后重新推算',
    'Where the holiday notice of a year is not published the stricter reading holds: a minimum takes weekends, statutory holidays and the working days likely to make up for them for rest days, a maximum of one’s own relies on no roll; derived again once it is',
    ALWAYS,
  ),
  row(
    'INT-05',
    '平台解释（民法典第二百零三条第一款）',
    '自己的最长期限末日适逢休息日的，自顺延前的末日起提示，至顺延后的末日届满',
    'A maximum of one’s own whose last day is a rest day is reminded of at the end before the roll and over at the end after it',
    ALWAYS,
  ),
  row(
    'INT-06',
    '平台解释（招标投标法实施条例第六十二条第一款）',
    '行政监督部门责令暂停期间，招标人推进程序的期限（公示候选人、确定中标人、订立合同）停止计算，恢复后按暂停的日数顺延；答复异议、退还保证金等期限不停止',
    'While the authority has the process suspended the time in which the tenderee must bring it forward stands still and moves by the days of the pause; replies and repayments are owed all the while',
    ALWAYS,
  ),
  row(
    'INT-07',
    '平台规则（投标截止前平台故障的顺延）',
    '投标截止前24小时内平台累计不能访问达到30分钟的，投标截止时间顺延至下一工作日同一时刻；以监测记录为据，须由平台公布并启用',
    'When the platform could not be reached for 30 minutes or more in the 24 hours before a deadline, the deadline moves to the same hour of the next working day; measured, published, and only where switched on',
    { ...ALWAYS, values: { windowHours: 24, minMinutes: 30 } },
  ),
];
