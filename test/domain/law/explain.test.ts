import { describe, expect, it } from '@jest/globals';
import { presentDeadline } from '../../../api/shown/law.ts';
import { explain } from '../../../bin/law/explain.ts';
import { deadlineAfter, deadlineBefore } from '../../../domain/law/deadline.ts';
import {
  deadlineOfPresented,
  explainBreach,
  explainDeadline,
  type Presented,
} from '../../../domain/law/explain.ts';
import { explainReplay } from '../../../domain/replay/explain-replay.ts';
import type { ReplayReport } from '../../../domain/replay/replay.ts';
import { lawAt, moment } from '../../support/process.ts';
import { procurementLawAt } from './context.ts';

const ctx = lawAt();

describe('a deadline explained', () => {
  it('has each day with its weekday and why it counts, the end, the rules of counting, and the calendar', () => {
    expect(explainDeadline(deadlineAfter(ctx, 'ZTB-401', moment('2026-09-30 10:00')), 'zh')).toEqual([
      'ZTB-401  招标投标法实施条例第五十四条第一款',
      '  招标投标法实施条例第五十四条第一款：3日以内；自2026-09-30 10:00起，当日不计入，第3日为2026-10-03（休息日，国庆节），顺延至2026-10-08；最迟至2026-10-08 24:00；顺延前为2026-10-03 24:00，宜在此前完成。',
      '  2026-09-30 周三 起算当日，不计入',
      '  2026-10-01 周四 第1日 计入',
      '  2026-10-02 周五 第2日 计入',
      '  2026-10-03 周六 第3日 计入',
      '  2026-10-04 周日 休息日，顺延',
      '  2026-10-05 周一 休息日，顺延',
      '  2026-10-06 周二 休息日，顺延',
      '  2026-10-07 周三 休息日，顺延',
      '  2026-10-08 周四 顺延后的末日',
      '  起算 2026-09-30 10:00  最迟 2026-10-08 24:00',
      '  顺延前的末日 2026-10-03 24:00',
      '  计算规则 CNT-01 CNT-02 CNT-03 INT-05  规则集 cn-tendering-2025-01-01  日历 chinese-days-1.5.7+doubt-2',
    ]);
  });

  it('is in English where asked, and says working days by their name', () => {
    const law = procurementLawAt();
    const lines = explainDeadline(deadlineAfter(law, 'GP-302', moment('2025-12-30 10:00')), 'en');
    expect(lines.slice(2)).toEqual([
      '  2025-12-30 Tue the day it runs from, not counted',
      '  2025-12-31 Wed working day 1 counted',
      '  2026-01-01 Thu a rest day, passed over',
      '  2026-01-02 Fri a rest day, passed over',
      '  2026-01-03 Sat a rest day, passed over',
      '  2026-01-04 Sun working day 2 counted',
      '  2026-01-05 Mon working day 3 counted',
      '  2026-01-06 Tue working day 4 counted',
      '  2026-01-07 Wed working day 5 counted',
      '  from 2025-12-30 10:00  at the latest 2026-01-07 24:00',
      '  counted by CNT-01 CNT-03  ruleset cn-government-procurement-2021-01-01  calendar chinese-days-1.5.7+doubt-2',
    ]);
  });

  it('marks what rests on a year whose holidays are not published', () => {
    const lines = explainDeadline(deadlineAfter(ctx, 'ZTB-402', moment('2026-12-29 10:00')), 'zh');
    expect(lines).toContain('  2027-01-01 周五 第3日 计入（暂定）');
    expect(lines.at(-1)).toBe('  暂定：放假安排尚未公布，公布后重新推算');
  });

  it('writes the instant that is still in time as it is, and the end of a day as 24:00', () => {
    const end = (rule: string) =>
      explainDeadline(deadlineBefore(ctx, rule, moment('2026-09-30 00:00')), 'zh').find((line) =>
        line.startsWith('  起算'),
      );
    expect(end('ZTB-006')).toContain('最迟 2026-09-15 00:00');
    expect(end('ZTB-102')).toContain('最迟 2026-09-20 24:00');
  });

  it('is the same when it came through the public API', () => {
    const deadline = deadlineAfter(ctx, 'ZTB-004', moment('2026-09-10 09:00'));
    const presented = JSON.parse(JSON.stringify(presentDeadline(deadline))) as Presented;
    expect(deadlineOfPresented(presented)).toEqual(deadline);
    expect(() => deadlineOfPresented({ ...presented, endsAt: 'soon' })).toThrow(RangeError);
  });
});

describe('notices explained', () => {
  it('by id or project code, with what was assumed, under the rules and holidays of their year', async () => {
    const lines = await explain('guangxi-2019-tobacco', {});
    expect(lines[1]).toBe('公告没有说明是否依法必须招标，按必须招标推算');
    expect(lines.join('\n')).toContain('规则集 cn-tendering-2019-03-02');
    expect(await explain('C1100000189017141002', {})).toEqual(await explain('xian-2026-servers', {}));
    expect((await explain('tangshan-2026-epc', { en: true })).join('\n')).not.toContain('起算');
  });

  it('that there are not are an error that names those there are', async () => {
    await expect(explain('nowhere', {})).rejects.toThrow(/tangshan-2026-epc/);
  });
});

describe('findings in words', () => {
  it('say how severe a breach is, and what would be accepted', () => {
    const breach = {
      severity: 'blocks',
      rule: 'ZTB-004',
      article: '招标投标法第二十四条',
      field: null,
      zh: '不足20日。',
      en: 'Fewer than 20 days.',
      accepted: { zh: '更晚。', en: 'Later.' },
    } as const;
    expect(explainBreach(breach, 'zh')).toEqual([
      '不合法  ZTB-004  招标投标法第二十四条',
      '  不足20日。',
      '  可以接受: 更晚。',
    ]);
    expect(explainBreach({ ...breach, severity: 'warns', accepted: null }, 'en')).toEqual([
      'note  ZTB-004  招标投标法第二十四条',
      '  Fewer than 20 days.',
    ]);
  });

  it('leave out of a replay what it did not find', () => {
    const nothing: ReplayReport = {
      tenderId: 't',
      projectCode: 'P-1',
      fromRuleset: 'a',
      toRuleset: 'b',
      deadlines: [],
      steps: [],
      refused: [],
      vanished: [],
      warned: [],
      unwarned: [],
      notReproduced: [],
      stopped: null,
    };
    expect(explainReplay(nothing, 'zh')).toEqual(['P-1  a  改用 b', '  没有变化']);
    const at = moment('2026-10-12 10:00');
    const found: ReplayReport = {
      ...nothing,
      deadlines: [
        {
          move: 'publishCandidates',
          at,
          rule: 'ZTB-402',
          article: '条例',
          fromAt: moment('2026-10-16 00:00'),
          toAt: null,
        },
      ],
      refused: [
        {
          move: 'issueAwardNotice',
          at,
          code: 'ZTB-402',
          article: '条例',
          zh: '公示期未满。',
          en: 'Too early.',
        },
      ],
      stopped: 'no rule',
    };
    expect(explainReplay(found, 'en')).toEqual([
      'P-1  a  instead b',
      '  deadlines that move',
      '    ZTB-402 条例  2026-10-15 24:00 → none  (publishCandidates)',
      '  would be refused',
      '    2026-10-12 10:00 issueAwardNotice  ZTB-402 条例  Too early.',
      '  stopped',
      '    no rule',
    ]);
  });
});
