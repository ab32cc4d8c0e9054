import { describe, expect, it } from '@jest/globals';
import { announcementOf, noticesOf, recipientsOf } from '../../../domain/disclosure/index.ts';
import type { TenderEvent } from '../../../domain/tender/index.ts';
import { EXAMPLE_PARTIES } from '../../support/drafts.ts';
import type { Step } from './lives.ts';
import { LOST_REASON, replaced, voided, type Life } from './procedures.ts';

const { bidder1, bidder2, bidder3, tenderee } = EXAMPLE_PARTIES;
const ctx = { publicUrl: 'https://tender.example.cn', platformName: '示例' };
const known = {
  holders: [],
  bidders: [],
  tenderee: [tenderee.id],
  invitees: [],
  supervisors: [{ id: 'party-supervisor', name: '示例部门' }],
};

function stepOf(life: Life, name: TenderEvent['name'], nth = 0): Step {
  const step = life.steps.filter(({ event }) => event.name === name)[nth];
  if (step === undefined) throw new Error(`no ${name}`);
  return step;
}

const told = ({ event, state }: Step) =>
  noticesOf(event, state).map((notice) => ({ ...notice, ids: recipientsOf(notice, state, known) }));

const announced = ({ event, state }: Step) => {
  const announcement = announcementOf(event, state, ctx);
  if (announcement === null) throw new Error(`${event.name} is not announced`);
  return { ...announcement, text: JSON.stringify(announcement.sections) };
};

describe('an award that is lost', () => {
  const life = replaced();

  it('is announced with its ground and article, without the words in which the winner is charged', () => {
    const found = announced(stepOf(life, 'awardCancelled'));
    expect(found).toMatchObject({
      kind: 'award-cancelled',
      kindName: '中标结果变更公告',
      rule: 'ZTB-408',
      article: '招标投标法实施条例第七十四条',
      documents: [],
    });
    expect(found.text).toContain(bidder1.name);
    expect(found.text).toContain('无正当理由拒绝订立合同');
    expect(found.text).toContain('原中标人的投标保证金不予退还');
    expect(found.text).toContain('从其余2名中标候选人中按推荐的顺序确定中标人');
    expect(found.text).not.toContain(LOST_REASON);
  });

  it('is told to its winner and the authorities in full, and to all others in short', () => {
    const notices = told(stepOf(life, 'awardCancelled'));
    expect(notices.map(({ ids }) => ids)).toEqual([
      [bidder1.id],
      [bidder2.id],
      [bidder3.id],
      [tenderee.id],
      ['party-supervisor'],
    ]);
    const [winner, second, , , authority] = notices;
    for (const whole of [winner, authority]) {
      expect(whole?.textZh).toContain('投标保证金不予退还');
      expect(whole?.textZh).toContain(LOST_REASON);
      expect(whole?.textZh).toContain('催告函.pdf');
      expect(whole?.textEn).toContain('refuses without good reason to sign the contract');
    }
    expect(second?.textZh).not.toContain(LOST_REASON);
    expect(second?.textZh).toContain('按推荐的顺序确定中标人');
  });

  it('stands in the announcement of who wins in its place', () => {
    const { text } = announced(stepOf(life, 'awardNoticeIssued', 1));
    expect(text).toContain(`"label":"原中标人","value":"${bidder1.name}`);
    expect(text).toContain(bidder2.name);
  });

  it('leaves its winner out where securities go back', () => {
    for (const name of ['contractSigned', 'securityReturned'] as const) {
      const ofSecurities = told(stepOf(life, name)).filter(({ kind }) => kind !== 'papers');
      expect(ofSecurities.map(({ ids }) => ids)).toEqual([[bidder2.id], [bidder3.id]]);
    }
  });

  it('leaves its winner out of who reads the contract', () => {
    const readers = told(stepOf(life, 'contractSigned')).filter(({ kind }) => kind === 'papers');
    expect(readers.flatMap(({ ids }) => ids)).toEqual([tenderee.id, bidder2.id, 'party-supervisor']);
  });
});

describe('an award that the authority declares void', () => {
  const life = voided();

  it('names the authority, and not its words', () => {
    const found = announced(stepOf(life, 'awardCancelled'));
    expect(found).toMatchObject({ kindName: '中标结果变更公告', rule: 'GP-512' });
    expect(found.text).toContain('作出决定的行政监督部门');
    const [winner] = told(stepOf(life, 'awardCancelled'));
    expect(winner?.ids).toEqual([bidder1.id]);
    expect(winner?.textZh).toContain('被行政监督部门认定无效');
    expect(winner?.textZh).not.toContain('不予退还');
  });

  it('is held anew by the order’s basis, and what is still held goes back', () => {
    const found = announced(stepOf(life, 'tenderTerminated'));
    expect(found.rule).toBe('GP-512');
    expect(found.text).toContain('尚未退还的保证金及其孳息应当退还');
    expect(found.text).not.toContain('文件费用');
  });
});
