import { describe, expect, it } from '@jest/globals';
import { announcementOf } from '../../../domain/disclosure/index.ts';
import type { Announcement, AnnouncementKind } from '../../../domain/disclosure/index.ts';
import {
  EXAMPLE_PARTIES,
  exampleCandidate,
  exampleCommittee,
  exampleOpenedBids,
} from '../../support/drafts.ts';
import { OBJECTION_TEXT, OBJECTOR_ID, RESULT_REPLY, failedLife, fullLife, rejectedLife } from './lives.ts';
import type { Step } from './lives.ts';

const ctx = { publicUrl: 'https://tender.example.cn', platformName: '示例交易平台' };

function announcements(steps: readonly Step[]): Announcement[] {
  return steps.flatMap(({ event, state }) => announcementOf(event, state, ctx) ?? []);
}

function only(steps: readonly Step[], kind: AnnouncementKind): Announcement {
  const found = announcements(steps).find((announcement) => announcement.kind === kind);
  if (found === undefined) throw new Error(`no ${kind}`);
  return found;
}

const text = (announcement: Announcement) => JSON.stringify(announcement);
const headings = (announcement: Announcement) => announcement.sections.map((section) => section.heading);

describe('announcements of a whole life', () => {
  it('follow the steps that the law makes public, in order', () => {
    expect(announcements(fullLife()).map((announcement) => announcement.kind)).toStrictEqual([
      'tender-notice',
      'amendment',
      'deadline-moved',
      'suspension',
      'objection-reply',
      'resumption',
      'deadline-moved',
      'deadlines-rederived',
      'opening-record',
      'candidate-publicity',
      'suspension',
      'objection-reply',
      'resumption',
      'publicity-moved',
      'award-result',
      'contract',
    ]);
    expect(announcements(failedLife()).at(-1)?.kind).toBe('tender-failed');
  });

  it('each cite a rule and an article, and are marked when they are a rehearsal', () => {
    for (const announcement of announcements(fullLife({ rehearsal: true }))) {
      expect(announcement.rule).not.toBeNull();
      expect(announcement.article).toMatch(/第.+条/);
      expect(announcement.title).toMatch(/^\[演练\] /);
      expect(announcement.rehearsal).toBe(true);
    }
    expect(only(fullLife(), 'tender-notice').title).not.toContain('演练');
  });

  it('give no announcement when nothing moved on a new calendar', () => {
    const step = fullLife().find(({ event }) => event.name === 'deadlinesRederived');
    if (step?.event.name !== 'deadlinesRederived') throw new Error('no rederivation');
    expect(announcementOf({ ...step.event, moved: [] }, step.state, ctx)).toBeNull();
  });
});

describe('the tender notice', () => {
  const notice = only(fullLife(), 'tender-notice');

  it('has the seven items of PUB-003 in their order, then the deadlines', () => {
    expect(headings(notice).map((heading) => heading.slice(0, 2))).toStrictEqual([
      '一、',
      '二、',
      '三、',
      '四、',
      '五、',
      '六、',
      '七、',
      '法定',
    ]);
  });

  it.each([
    '污水处理装置的设计、采购、施工及试运行',
    '企业自筹',
    '¥18,500,000.00（1850万元）',
    '环境工程专项设计乙级',
    '不接受',
    '2026年9月10日09:00（北京时间）',
    '2026年9月16日17:00（北京时间）',
    '免费',
    '2026年9月30日09:00（北京时间）',
    'age-encryption.org/v1',
    EXAMPLE_PARTIES.tenderee.name,
    EXAMPLE_PARTIES.agency.name,
    '王示例',
    '0315-5550100',
    'https://tender.example.cn',
    '150日历天',
    '李示例',
    '0315-5550101',
  ])('says %s', (fact) => {
    expect(text(notice)).toContain(fact);
  });

  it('gives each statutory deadline with its article, its instant and its derivation', () => {
    const cells = notice.sections.at(-1)?.table?.rows[0];
    expect(cells).toStrictEqual([
      'ZTB-004',
      '招标投标法第二十四条',
      '2026年9月29日24:00（北京时间）',
      'ZTB-004的推算：当日不计入，逐日计算。',
    ]);
  });

  it('names each document with its hash, and with no address while it is had by signing in', () => {
    expect(notice.documents).toMatchObject([{ name: '招标文件.pdf', url: null, sha256: 'a'.repeat(64) }]);
  });

  it('does without what a draft leaves open', () => {
    const bare = only(
      fullLife({
        draft: {
          agency: null,
          estimatedPriceFen: null,
          ceilingPriceFen: null,
          bidSecurityFen: '0',
          performanceSecurityPercent: null,
          durationDays: null,
          documentPriceFen: '80000',
          consortiumAllowed: true,
        },
      }),
      'tender-notice',
    );
    const facts = new Map(
      bare.sections.flatMap((section) => section.rows ?? []).map((row) => [row.label, row.value]),
    );
    expect(facts.get('投标保证金')).toBe('不要求');
    expect(facts.get('履约保证金')).toBe('不要求');
    expect(facts.get('售价')).toBe('¥800.00（0.08万元）');
    expect(facts.get('联合体投标')).toBe('接受');
    expect(facts.has('最高投标限价')).toBe(false);
    expect(facts.has('招标代理机构')).toBe(false);
  });
});

describe('the candidate publicity', () => {
  const publicity = only(fullLife(), 'candidate-publicity');

  it('has the items of PUB-004', () => {
    expect(headings(publicity)).toStrictEqual([
      '项目信息',
      '公示期',
      '中标候选人及评标情况',
      '项目负责人及相关证书',
      '响应招标文件要求的资格能力条件',
      '否决投标情况',
      '提出异议的渠道和方式',
      '法定期限及推算',
      '联系方式',
    ]);
    const first = exampleCandidate(1);
    for (const fact of [
      '第1名',
      first.name,
      '¥17,680,000.00（1768万元）',
      '合格',
      '145日历天',
      first.certificate,
      '94',
    ]) {
      expect(text(publicity)).toContain(fact);
    }
    expect(text(publicity)).toContain('2026年10月17日24:00（北京时间）');
    expect(text(publicity)).toContain('招标投标法实施条例第五十一条第（三）项');
  });

  it('keeps the committee secret, also where the report names it', () => {
    for (const member of exampleCommittee()) expect(text(publicity)).not.toContain(member.name);
    expect(text(publicity)).toContain('评标委员会成员主持评审');
  });
});

describe('what follows the evaluation', () => {
  it('names the committee with the award, without employers', () => {
    const award = only(fullLife(), 'award-result');
    for (const member of exampleCommittee()) expect(text(award)).toContain(member.name);
    expect(text(award)).not.toContain('河北省评标专家库');
    expect(text(award)).toContain('¥17,680,000.00（1768万元）');
    expect(headings(award)).toContain('法定期限及推算');
    expect(text(award)).toContain('放假安排尚未公布');
  });

  it('says why another than the first candidate won', () => {
    expect(text(only(fullLife(), 'award-result'))).not.toContain('未确定排名第一');
    expect(text(only(fullLife({ winner: exampleCandidate(2) }), 'award-result'))).toContain(
      '第一名放弃中标。',
    );
  });

  it('publishes amount, signing time and term of the contract (EB-021), not its text', () => {
    const contract = only(fullLife(), 'contract');
    for (const fact of [
      '¥17,680,000.00（1768万元）',
      '2026年11月2日15:00（北京时间）',
      '145日历天',
      '项目经理1',
    ]) {
      expect(text(contract)).toContain(fact);
    }
    expect(text(contract)).not.toContain('合同.pdf');
  });

  it('publishes the opening record with every bidder, price and hash (EB-016)', () => {
    const record = only(fullLife(), 'opening-record');
    for (const bid of exampleOpenedBids()) {
      expect(text(record)).toContain(bid.name);
      expect(text(record)).toContain(bid.sha256);
    }
  });

  it('says of each bid whether it was signed, and how to sign, where the tender requires it (EB-020)', () => {
    const [first, second] = ['required', 'recorded'].map((signatures) =>
      fullLife({ draft: { signatures: signatures as 'required' } }),
    );
    const notice = text(only(first!, 'tender-notice'));
    expect(notice).toContain('由投标人在递交截止时间前以登记的数字证书签名');
    expect(text(only(first!, 'opening-record'))).toContain('截止前的电子签名');
    for (const kind of ['tender-notice', 'opening-record'] as const)
      expect(text(only(second!, kind))).not.toContain('电子签名');
  });

  it('says why a tender failed', () => {
    const tooFew = only(failedLife(), 'tender-failed');
    expect(tooFew.rule).toBe('ZTB-213');
    expect(text(tooFew)).toContain('重新招标');
    const rejected = only(rejectedLife(), 'tender-failed');
    expect(rejected.rule).toBe('ZTB-316');
    expect(headings(rejected)).toContain('否决投标情况');
    const optional = { mandatory: false, stateOwned: false, category: 'goods' as const };
    expect(text(only(rejectedLife({ draft: { attributes: optional } }), 'tender-failed'))).toContain(
      '另行决定',
    );
  });
});

describe('what must not be known', () => {
  const beforeOpening = (steps: Step[]) =>
    announcements(
      steps.slice(
        0,
        steps.findIndex(({ event }) => event.name === 'bidsOpened'),
      ),
    );
  const bidders = exampleOpenedBids();

  it('names no bidder before the opening', () => {
    const published = JSON.stringify(beforeOpening(fullLife()));
    for (const bid of bidders) {
      expect(published).not.toContain(bid.name);
      expect(published).not.toContain(bid.uscc);
      expect(published).not.toContain(bid.partyId);
    }
  });

  it('names no bidder of a tender that failed before its opening', () => {
    const published = JSON.stringify(announcements(failedLife()));
    for (const bid of bidders) expect(published).not.toContain(bid.name);
  });

  it('never tells who objected, nor in which words, nor what a reply weighed', () => {
    const published = JSON.stringify(announcements(fullLife()));
    expect(published).not.toContain(OBJECTOR_ID);
    expect(published).not.toContain(OBJECTION_TEXT);
    expect(published).not.toContain(RESULT_REPLY);
    expect(published).toContain('维持不变。');
  });

  it('prints no telephone but those given for publication', () => {
    const published = JSON.stringify(announcements(fullLife()));
    expect(new Set(published.match(/\d{3,4}-\d{7,8}/g))).toStrictEqual(
      new Set(['0315-5550100', '0315-5550101']),
    );
  });
});
