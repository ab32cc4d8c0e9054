import type { Rule } from '../../types.ts';
import { row } from '../row.ts';

/** How days are counted; the act that says so changed on 2021-01-01 with the Civil Code. */
function countingRows(act: string, from: string, to: string | undefined, message: string, words: string): readonly Rule[] {
  const since = { from, ...(to === undefined ? {} : { to }) };
  return [
    row('CNT-01', `${act}第二百零一条`, '按日计算期间的，开始的当日不计入，自下一日开始计算', 'The day of the event is not counted', since),
    row('CNT-02', `${act}第二百零三条第一款`, '期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日', 'A last day of rest moves to the next day', since),
    row('CNT-03', `${act}第二百零三条第二款`, '期间的最后一日的截止时间为二十四时', 'The last day ends at 24:00', since),
    row('CNT-04', words, '以上、以内、届满包括本数；不满、超过、以外不包括本数', 'At least and within include the number itself', since),
    row('CNT-08', message, '数据电文进入相对人指定的特定系统时生效', 'A data message takes effect when it enters the designated system', { ...since, verification: 'V' }),
  ];
}

export const COUNTING_2017: readonly Rule[] = countingRows('民法总则', '2017-10-01', '2020-12-31', '民法总则第一百三十七条', '民法总则第二百零五条');
export const COUNTING_2021: readonly Rule[] = countingRows('民法典', '2021-01-01', undefined, '民法典第一百三十七条', '民法典第一千二百五十九条');
