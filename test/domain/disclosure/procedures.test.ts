import { describe, expect, it } from '@jest/globals';
import { presentTender } from '../../../api/shown/tender.ts';
import {
  announcementOf,
  noticesOf,
  recipientsOf,
  releaseOf,
  renderPage,
  type Announcement,
  type AnnouncementKind,
} from '../../../domain/disclosure/index.ts';
import { recordParts } from '../../../domain/record/public-part.ts';
import { isSealed } from '../../../domain/visibility/index.ts';
import { EXAMPLE_PARTIES, exampleCommittee, exampleDocument, exampleDraft } from '../../support/drafts.ts';
import { on, type Step } from './lives.ts';
import {
  applied,
  AUTHORITY,
  bidding,
  closed,
  concluded,
  invalidated,
  INVITED,
  INVITED_DRAFT,
  INVITED_REASON,
  Life,
  madeUp,
  opened,
  ORDER_TEXT,
  PREQUALIFIED,
  procured,
  PROCUREMENT,
  REJECTED,
  REJECTION_REASON,
  replaced,
  REPORT_TEXT,
  resumedAtLimit,
  resumedByOrder,
  suspendedByOrder,
  terminated,
  TWO_STAGE,
  voided,
} from './procedures.ts';

const { bidder1, bidder2, bidder3, tenderee, agency } = EXAMPLE_PARTIES;
const ctx = { publicUrl: 'https://tender.example.cn', platformName: '示例交易平台' };
const known = {
  holders: [bidder1.id, 'party-onlooker'],
  bidders: [bidder1.id, bidder2.id, bidder3.id],
  tenderee: [tenderee.id, agency.id],
  invitees: [bidder1.id, bidder2.id, bidder3.id],
  supervisors: [
    { id: 'party-supervisor', name: AUTHORITY },
    { id: 'party-ministry', name: '示例主管部' },
  ],
};

function announcements(life: Life): Announcement[] {
  return life.steps.flatMap(({ event, state }) => announcementOf(event, state, ctx) ?? []);
}

function only(life: Life, kind: AnnouncementKind): Announcement {
  const found = announcements(life).filter((announcement) => announcement.kind === kind);
  if (found.length !== 1) throw new Error(`${found.length} announcements of ${kind}`);
  return found[0]!;
}

/** The labelled facts of an announcement. */
const facts = (announcement: Announcement): Record<string, string> =>
  Object.fromEntries(
    announcement.sections.flatMap(({ rows = [] }) => rows.map(({ label, value }) => [label, value])),
  );
const paragraphs = (announcement: Announcement, heading: string): readonly string[] =>
  announcement.sections.find((section) => section.heading === heading)?.paragraphs ?? [];

/** Who is told what, by step: kind and recipients. */
function told(life: Life, name: string): [string, string[]][] {
  return life.steps
    .filter(({ event }) => event.name === name)
    .flatMap(({ event, state }) =>
      noticesOf(event, state).map((notice): [string, string[]] => [
        notice.kind,
        recipientsOf(notice, state, known),
      ]),
    );
}

const LIVES: readonly [string, () => Life][] = [
  ['prequalified', () => opened(concluded(PREQUALIFIED))],
  ['too few qualified', () => concluded(PREQUALIFIED, [bidder1.uscc])],
  [
    'prequalified, ended while applications are judged',
    () =>
      applied(PREQUALIFIED).give(
        { name: 'terminateTender', reason: `${REJECTED.name}申请后项目取消。` },
        { ...tendereeOf(), role: 'agency', uscc: agency.uscc },
        '09-24 10:00',
      ),
  ],
  ['two-stage', () => opened(concluded(TWO_STAGE))],
  ['invited', () => opened(new Life(INVITED_DRAFT))],
  ['invited, suspended and resumed by order', () => resumedByOrder(INVITED_DRAFT)],
  ['invited, given up', () => terminated(INVITED_DRAFT)],
  ['invited, with downtime', () => madeUp(INVITED_DRAFT)],
  ['procurement', () => procured()],
  ['procurement, suspended until the limit', () => resumedAtLimit(PROCUREMENT)],
  ['procurement, given up', () => terminated(PROCUREMENT)],
  ['procurement, invited', () => opened(new Life({ ...PROCUREMENT, method: 'invited', invitees: INVITED }))],
  ['void after its award', () => invalidated()],
  ['the next candidate wins', () => replaced()],
  ['a void award, given up', () => voided()],
];

function tendereeOf() {
  return {
    role: 'tenderee' as const,
    personId: 'p',
    partyId: tenderee.id,
    uscc: tenderee.uscc,
    partyName: '',
  };
}

describe('what each procedure publishes first', () => {
  it('is a prequalification notice that cites the tendering law and links the papers of the first stage alone', () => {
    const notice = only(opened(concluded(PREQUALIFIED)), 'prequalification-notice');
    expect(notice).toMatchObject({ kindName: '资格预审公告', rule: 'PUB-001' });
    expect(notice.documents.map(({ name }) => name)).toStrictEqual(['资格预审文件.pdf']);
    expect(facts(notice)).toMatchObject({
      招标方式: '公开招标（资格预审）',
      资格预审文件开始发出时间: '2026年9月10日09:00（北京时间）',
      资格预审申请文件提交截止时间: '2026年9月22日09:00（北京时间）',
    });
    expect(paragraphs(notice, '四、通过资格预审后递交投标文件的计划')).toStrictEqual([
      '通过资格预审的申请人可以自2026年9月28日09:00（北京时间）起获取招标文件（计划时间，以资格预审结束公告和结果通知书为准）。',
      '资格预审结果书面通知申请人；申请人的名称和数量在开标前依法保密。',
    ]);
  });

  it('is the reason of an invited tender, never whom it invites, not even where the reason names one', () => {
    const notice = only(new Life(INVITED_DRAFT), 'invited-tender');
    expect(notice).toMatchObject({
      kindName: '邀请招标公示',
      rule: 'PUB-013',
      article: '发改法规规〔2022〕1117号第一条第二项',
      documents: [],
    });
    expect(paragraphs(notice, '二、邀请招标的理由和依据')).toStrictEqual([
      '技术复杂，仅有少量潜在投标人（如（依法保密的单位））可供选择。',
    ]);
  });

  it('cites the main facts for an invited tender once the policy that asks for the reason has lapsed', () => {
    const draft = { ...INVITED_DRAFT };
    const life = new Life(draft);
    const [step] = life.steps;
    const later = { ...step!.state, ruleset: 'cn-tendering-2027-09-01' };
    expect(announcementOf(step!.event, later, ctx)).toMatchObject({ kind: 'invited-tender', rule: 'EB-021' });
  });

  it('is the first stage of a two-stage tender, without prices and with the security in the second', () => {
    const notice = only(opened(concluded(TWO_STAGE)), 'tender-notice');
    expect(facts(notice)).toMatchObject({
      招标方式: '公开招标（两阶段）',
      技术建议提交截止时间: '2026年9月22日09:00（北京时间）',
      提交方式: '登录电子招标投标交易平台在线提交；技术建议不带报价；逾期送达的予以拒收',
      投标保证金: '¥300,000.00（30万元），在第二阶段提交',
    });
  });

  it('names the one supplier of a single source, until when it stands and how to object', () => {
    const draft = {
      ...PROCUREMENT,
      method: 'single-source' as const,
      invitees: [INVITED[0]!],
      methodReason: '唯一的专利权人。',
    };
    const notice = only(new Life(draft), 'single-source');
    expect(notice).toMatchObject({ rule: 'GP-707', article: '政府采购法实施条例第三十八条' });
    expect(facts(notice)).toMatchObject({
      采购方式: '政府采购单一来源采购',
      供应商: `${bidder1.name}（统一社会信用代码${bidder1.uscc}）`,
      公示开始: '2026年9月9日15:00（北京时间）',
      公示期: '不少于5个工作日',
    });
    expect(paragraphs(notice, '三、采用单一来源采购方式的原因')).toStrictEqual(['唯一的专利权人。']);
  });

  it.each([
    ['negotiation', '竞争性谈判公告', '谈判文件'],
    ['consultation', '竞争性磋商公告', '磋商文件'],
    ['inquiry', '询价公告', '询价通知书'],
  ] as const)('in procurement by %s has the name and words of its method', (method, name, papers) => {
    const notice = only(new Life({ ...PROCUREMENT, method }), 'tender-notice');
    expect(notice).toMatchObject({ kindName: name, rule: 'GP-706' });
    expect(JSON.stringify(notice)).toContain(`三、获取${papers}的时间和方式`);
    expect(paragraphs(notice, '公告期限')).toStrictEqual(['自本公告发布之日起3个工作日。']);
    expect(JSON.stringify(notice)).not.toMatch(/招标人|投标文件|投标截止/);
  });

  it('names the lot, and the tender that is held anew', () => {
    const notice = only(
      new Life(
        exampleDraft({
          lot: { projectCode: 'OS-130209-2026-P', number: '2', name: '设备标段' },
          prior: {
            tenderId: 'tender-0',
            projectCode: 'OS-130209-2026-0000',
            outcome: 'failed-fewer-than-three',
          },
        }),
      ),
      'tender-notice',
    );
    expect(facts(notice)).toMatchObject({
      所属招标项目编号: 'OS-130209-2026-P',
      标段: '2（设备标段）',
      重新组织: '原项目OS-130209-2026-0000（有效参与者少于法定数量）',
    });
  });
});

describe('the first stage', () => {
  it('is announced as over with the times of the second, without names or numbers', () => {
    const notice = only(opened(concluded(PREQUALIFIED)), 'first-stage-concluded');
    expect(notice).toMatchObject({ kindName: '资格预审结束公告', rule: 'EB-021' });
    expect(facts(notice)).toMatchObject({
      结束时间: '2026年9月25日10:00（北京时间）',
      招标文件开始发出时间: '2026年9月28日09:00（北京时间）',
      投标截止时间: '2026年10月20日09:00（北京时间）',
    });
    expect(only(opened(concluded(TWO_STAGE)), 'first-stage-concluded').kindName).toBe('第一阶段结束公告');
  });

  it('tells each applicant its own result, and the reason to the rejected alone', () => {
    const life = concluded(PREQUALIFIED);
    expect(told(life, 'firstStageConcluded')).toStrictEqual([
      ['qualified', [bidder1.id]],
      ['qualified', [bidder2.id]],
      ['qualified', [bidder3.id]],
      ['not-qualified', [REJECTED.id]],
    ]);
    const notices = life.steps.flatMap(({ event, state }) => noticesOf(event, state));
    expect(notices.filter(({ textZh }) => textZh.includes(REJECTION_REASON))).toMatchObject([
      {
        to: { partyId: REJECTED.id },
        rule: 'ZTB-010',
        textZh: `贵方未通过资格预审，不具有投标资格。理由：${REJECTION_REASON}`,
      },
    ]);
  });

  it('tells of later steps only who may bid: neither the rejected nor onlookers', () => {
    const life = opened(concluded(PREQUALIFIED));
    const [last] = concluded(PREQUALIFIED).steps.slice(-1) as [Step];
    const notice = { ...noticesOf(last.event, last.state)[0]!, to: 'holders' as const };
    expect(recipientsOf(notice, last.state, known)).toStrictEqual([bidder1.id, bidder2.id, bidder3.id]);
    expect(told(life, 'bidsClosed')).toStrictEqual([['keys-wanted', known.bidders]]);
  });

  it('acknowledges an application with its files, and tells the tenderee when they are closed', () => {
    const life = applied(PREQUALIFIED);
    expect(told(life, 'applicationSubmitted').at(-1)).toStrictEqual(['application-received', [REJECTED.id]]);
    expect(told(life, 'applicationsClosed')).toStrictEqual([['applications-to-review', known.tenderee]]);
  });

  it('fails with too few qualified, told to every applicant, without a promise of documents', () => {
    const life = concluded(PREQUALIFIED, [bidder1.uscc]);
    expect(announcements(life).map(({ kind }) => kind)).toStrictEqual([
      'prequalification-notice',
      'tender-failed',
    ]);
    expect(only(life, 'tender-failed')).toMatchObject({ rule: 'ZTB-009' });
    expect(facts(only(life, 'tender-failed'))['失败原因']).toBe(
      '通过资格预审的申请人少于法定数量；资格预审申请文件的评审结果已书面通知各申请人',
    );
    expect(told(life, 'tenderFailed')).toStrictEqual([
      ['tender-failed', [bidder1.id, bidder2.id, bidder3.id, REJECTED.id]],
    ]);
    const texts = life.steps.flatMap(({ event, state }) => noticesOf(event, state)).map((one) => one.textZh);
    expect(texts).toContain('贵方已通过资格预审。');
  });

  it('moves its due for a clarification, and says so to who may apply', () => {
    const life = new Life(PREQUALIFIED)
      .step({ name: 'openFirstStage' }, '09-10 09:00')
      .tell(
        { name: 'applicationsDueMoved', fromAt: on('09-22 09:00'), toAt: on('09-24 09:00') },
        '09-20 10:00',
        'ZTB-007',
      );
    expect(facts(only(life, 'applications-due-moved'))).toMatchObject({
      原资格预审申请文件提交截止时间: '2026年9月22日09:00（北京时间）',
      变更后的资格预审申请文件提交截止时间: '2026年9月24日09:00（北京时间）',
      变更原因: '第一阶段文件的澄清或者修改可能影响申请文件编制，提交截止时间依法顺延',
    });
    expect(only(life, 'applications-due-moved').article).toBe('招标投标法实施条例第二十一条');
    expect(told(life, 'applicationsDueMoved')).toStrictEqual([
      ['applications-due-moved', [bidder1.id, 'party-onlooker']],
    ]);
  });
});

describe('an invitation', () => {
  it('goes to each of the invited, and names no other', () => {
    const life = new Life(INVITED_DRAFT);
    expect(told(life, 'noticePublished')).toStrictEqual([['invitation', known.invitees]]);
    const [letter] = noticesOf(life.steps[0]!.event, life.state);
    expect(letter).toMatchObject({ rule: 'ZTB-013', article: '招标投标法第十七条' });
    for (const { name, uscc } of INVITED) {
      expect(JSON.stringify(letter)).not.toContain(name);
      expect(JSON.stringify(letter)).not.toContain(uscc);
    }
    expect(letter?.textZh).toContain(`文件：招标文件.pdf（SHA-256：${exampleDocument().sha256}）`);
  });

  it('goes out where anybody may come to nobody', () => {
    expect(told(new Life(exampleDraft()), 'noticePublished')).toStrictEqual([]);
  });
});

describe('an order of the authority', () => {
  it('suspends with its article, without an end where the law has none', () => {
    const notice = only(resumedByOrder(exampleDraft()), 'suspension');
    expect(notice).toMatchObject({
      kindName: '暂停招标投标活动公告',
      rule: 'CMP-008',
      article: '招标投标法实施条例第六十二条第一款',
    });
    expect(facts(notice)).toMatchObject({
      暂停自: '2026年9月20日11:00（北京时间）',
      作出决定的行政监督部门: AUTHORITY,
      暂停原因: '行政监督部门依据招标投标法实施条例第六十二条第一款责令暂停招标投标活动',
      暂停期限: '法律未规定期限，至行政监督部门通知恢复之时',
    });
  });

  it('suspends a procurement until the limit of the law, which ends it by itself', () => {
    const life = resumedAtLimit(PROCUREMENT);
    expect(only(life, 'suspension').kindName).toBe('暂停采购活动公告');
    expect(facts(only(life, 'suspension'))['暂停期限']).toBe(
      '最迟至2026年10月21日00:00（北京时间），届时自行终止',
    );
    expect(paragraphs(only(life, 'resumption'), '恢复事项')).toStrictEqual([
      '责令暂停的法定最长期限届满，采购活动恢复进行。因暂停而顺延的时间另行公告。',
    ]);
  });

  it('ends by order: who resumed it, and that the deadline moved for it', () => {
    const life = resumedByOrder(exampleDraft());
    expect(facts(only(life, 'resumption'))).toMatchObject({
      暂停自: '2026年9月20日11:00（北京时间）',
      恢复自: '2026年9月23日11:00（北京时间）',
      通知恢复的行政监督部门: AUTHORITY,
    });
    expect(facts(only(life, 'deadline-moved'))['变更原因']).toBe(
      '行政监督部门责令暂停招标投标活动，截止时间按暂停时长顺延',
    );
    expect(announcements(life).map(({ kind }) => kind)).not.toContain('suspension-lifted');
    expect(told(life, 'processResumed').map(([kind]) => kind)).toStrictEqual(['resumption', 'resumption']);
  });

  it('is announced as ended while an objection still rests the process', () => {
    const [rule, article] = ['ZTB-104', '招标投标法实施条例第二十二条'];
    const life = suspendedByOrder(exampleDraft())
      .tell(
        {
          name: 'objectionFiled',
          objection: {
            id: 'objection-1',
            subject: 'documents',
            partyId: bidder2.id,
            text: `${bidder2.name}认为资质要求偏高。`,
            filedAt: on('09-20 12:00'),
            replyDueAt: on('09-24 00:00'),
            reply: null,
          },
          deadlines: [],
          duty: {
            id: 'reply:objection-1',
            rule: 'ZTB-103',
            article,
            owner: 'tenderee',
            dueAt: on('09-24 00:00'),
            announcedAt: null,
            metAt: null,
            timedOutAt: null,
          },
        },
        '09-20 12:00',
        'ZTB-102',
      )
      .tell(
        {
          name: 'processSuspended',
          ground: {
            id: 'objection-1',
            kind: 'objection',
            rule,
            article,
            sinceAt: on('09-20 12:00'),
            untilAt: null,
          },
        },
        '09-20 12:00',
        rule,
        article,
      )
      .tell(
        { name: 'suspensionLifted', groundId: 'instruction-1', because: 'order' },
        '09-21 09:00',
        'CMP-008',
        '招标投标法实施条例第六十二条第一款',
      );
    const second = announcements(life).filter(({ kind }) => kind === 'suspension')[1]!;
    expect(paragraphs(second, '暂停事项')).toStrictEqual([
      '此前已公告的暂停原因尚未消除。',
      '恢复时间以及因暂停而顺延的时间另行公告。',
    ]);
    expect(facts(second)['暂停原因']).toBe('收到对招标文件的异议，作出答复前依法暂停招标投标活动');
    expect(paragraphs(only(life, 'suspension-lifted'), '解除责令暂停')).toStrictEqual([
      '尚有异议未答复，作出答复前招标投标活动继续暂停。',
    ]);
    expect(told(life, 'suspensionLifted')).toStrictEqual([
      ['suspension-lifted', [bidder1.id, 'party-onlooker', bidder2.id, bidder3.id]],
      ['suspension-lifted', known.tenderee],
    ]);
  });

  it('goes to the tenderee with its words; acknowledgement and report go to the authority that gave it', () => {
    const life = resumedByOrder(exampleDraft());
    expect(told(life, 'instructionIssued')).toStrictEqual([
      ['instruction', known.tenderee],
      ['instruction', known.tenderee],
    ]);
    expect(told(life, 'instructionAcknowledged')).toStrictEqual([
      ['instruction-acknowledged', ['party-supervisor']],
    ]);
    expect(told(life, 'instructionReported')).toStrictEqual([['instruction-reported', ['party-supervisor']]]);
    expect(told(life, 'instructionClosed')).toStrictEqual([['instruction-closed', known.tenderee]]);
    const order = life.steps.find(({ event }) => event.name === 'instructionIssued')!;
    expect(noticesOf(order.event, order.state)[0]?.textZh).toBe(
      `${AUTHORITY}发出行政监督指令：责令暂停。\n依据：招标投标法实施条例第六十二条第一款（CMP-008）\n` +
        `内容：${ORDER_TEXT}\n请在平台签收并反馈落实情况。`,
    );
  });

  it('corrects with a due that the tenderee is told', () => {
    const life = bidding(exampleDraft()).give(
      {
        name: 'issueInstruction',
        id: 'instruction-5',
        kind: 'correct',
        basis: 'ZTB-001',
        text: '延长发售期。',
        dueAt: on('09-25 00:00'),
      },
      { role: 'supervisor', personId: 's', partyId: 'party-supervisor', uscc: null, partyName: AUTHORITY },
      '09-20 11:00',
    );
    const { event, state } = life.steps.at(-1)!;
    expect(noticesOf(event, state)[0]?.textZh).toContain('完成期限：2026年9月24日24:00（北京时间）');
    expect(announcementOf(event, state, ctx)).toBeNull();
  });

  it('voids a tender: announced and told to who bid and to the tenderee', () => {
    const life = invalidated();
    expect(only(life, 'invalidation')).toMatchObject({
      kindName: '招标无效公告',
      rule: 'ZTB-412',
      article: '招标投标法实施条例第八十一条',
    });
    expect(paragraphs(only(life, 'invalidation'), '认定情况')).toStrictEqual([
      '已公布的中标结果同时失去效力。',
      '招标人应当依法重新组织招标或者评标，时间另行公告。',
    ]);
    expect(told(life, 'tenderInvalidated')).toStrictEqual([
      ['invalidation', known.bidders],
      ['invalidation', known.tenderee],
    ]);
  });
});

describe('a termination', () => {
  it('says why, and tells the invited, the authorities and the tenderee what it owes', () => {
    const life = terminated(INVITED_DRAFT);
    expect(only(life, 'termination')).toMatchObject({ kindName: '终止招标公告', rule: 'ZTB-018' });
    expect(facts(only(life, 'termination'))).toMatchObject({
      终止时间: '2026年9月21日10:00（北京时间）',
      终止原因: '项目因规划调整取消，此前已与（依法保密的单位）沟通。',
    });
    expect(told(life, 'tenderTerminated')).toStrictEqual([
      ['termination', known.invitees],
      ['termination', ['party-supervisor', 'party-ministry']],
      ['repayment-due', known.tenderee],
    ]);
  });

  it('in procurement cites its own order, and by when all is repaid', () => {
    const life = terminated(PROCUREMENT);
    expect(only(life, 'termination')).toMatchObject({ kindName: '终止公告', rule: 'GP-111' });
    expect(facts(only(life, 'termination'))['退还期限']).toBe('最迟2026年9月29日24:00（北京时间）');
  });
});

describe('times that move', () => {
  it('for downtime come with the outages as evidence', () => {
    const moved = only(madeUp(), 'deadline-moved');
    expect(moved).toMatchObject({ rule: 'INT-07' });
    expect(facts(moved)).toMatchObject({
      变更后的投标截止时间: '2026年10月8日09:00（北京时间）',
      变更原因: '截止前平台发生故障不能访问，截止时间顺延至下一工作日同一时刻',
      累计不能访问: '45分钟',
    });
    expect(
      moved.sections.find(({ table }) => table?.caption === '截止前的各次中断')?.table?.rows,
    ).toStrictEqual([
      ['2026年9月30日07:00（北京时间）', '2026年9月30日07:30（北京时间）', '30分钟'],
      ['2026年9月30日08:40（北京时间）', '2026年9月30日08:55（北京时间）', '15分钟'],
    ]);
    expect(told(madeUp(), 'bidDeadlineMoved').map(([kind]) => kind)).toStrictEqual([
      'deadline-moved',
      'deadline-moved',
    ]);
  });

  it('for keys are announced and told to who bid', () => {
    const life = closed(new Life(exampleDraft())).tell(
      { name: 'decryptionMoved', fromAt: on('09-30 10:00'), toAt: on('10-08 10:00') },
      '10-08 09:10',
      'CMP-008',
      '招标投标法实施条例第六十二条第一款',
    );
    expect(facts(only(life, 'decryption-moved'))).toMatchObject({
      原解密截止时间: '2026年9月30日10:00（北京时间）',
      变更后的解密截止时间: '2026年10月8日10:00（北京时间）',
    });
    expect(told(life, 'decryptionMoved')).toStrictEqual([
      ['decryption-moved', known.bidders],
      ['decryption-moved', known.tenderee],
    ]);
  });
});

describe('duties', () => {
  const administrator = {
    role: 'administrator',
    personId: 'a',
    partyId: null,
    uscc: null,
    partyName: null,
  } as const;
  it('are reminded of, escalated to the authorities and extended, each to whom it concerns', () => {
    const life = opened(new Life(exampleDraft()));
    life.tell(
      {
        name: 'evaluationReported',
        report: {
          reportedAt: on('10-09 16:00'),
          committee: exampleCommittee(),
          candidates: [],
          rejected: [],
          summary: '',
          documents: [],
        },
        deadlines: [],
        duty: {
          id: 'publish-candidates',
          rule: 'ZTB-401',
          article: '招标投标法实施条例第五十四条第一款',
          owner: 'tenderee',
          dueAt: on('10-13 00:00'),
          announcedAt: null,
          metAt: null,
          timedOutAt: null,
        },
      },
      '10-09 16:00',
    );
    life.give({ name: 'remindDuty', dutyId: 'publish-candidates' }, administrator, '10-11 09:00');
    life.give(
      { name: 'escalateDuty', dutyId: 'publish-candidates', reason: '多次催办无果。' },
      administrator,
      '10-14 09:00',
    );
    life.tell(
      {
        name: 'dutiesMoved',
        because: 'extension',
        reason: '系统升级。',
        moved: [{ dutyId: 'publish-candidates', fromAt: on('10-13 00:00'), toAt: on('10-16 00:00') }],
      },
      '10-14 10:00',
      'INT-06',
    );
    expect(told(life, 'dutyReminded')).toStrictEqual([['duty-reminder', known.tenderee]]);
    expect(told(life, 'stepEscalated')).toStrictEqual([
      ['step-escalated', ['party-supervisor', 'party-ministry']],
      ['step-escalated', known.tenderee],
    ]);
    expect(told(life, 'dutiesMoved')).toStrictEqual([['duties-moved', known.tenderee]]);
    const texts = life.steps.slice(-3).flatMap(({ event, state }) => noticesOf(event, state));
    expect(texts.map(({ textZh }) => textZh)).toStrictEqual([
      '公示中标候选人的期限为2026年10月12日24:00（北京时间）。请在此之前办理。',
      `招标人${tenderee.name}未完成：公示中标候选人，期限为2026年10月12日24:00（北京时间）。平台于2026年10月14日09:00（北京时间）上报，理由：多次催办无果。`,
      '公示中标候选人，期限为2026年10月12日24:00（北京时间），尚未完成，平台已于2026年10月14日09:00（北京时间）上报行政监督部门。请立即办理。',
      '平台延长，理由：系统升级。\n公示中标候选人：由2026年10月12日24:00（北京时间）变更为2026年10月15日24:00（北京时间）',
    ]);
  });
});

describe('government procurement', () => {
  const life = procured();

  it('announces in its own kinds, names and words', () => {
    expect(announcements(life).map(({ kindName }) => kindName)).toStrictEqual([
      '招标公告',
      '开标记录',
      '中标结果公告',
      '政府采购合同公告',
    ]);
    const published = JSON.stringify(announcements(life));
    for (const word of ['招标人', '招标代理机构', '异议', '招标投标活动'])
      expect(published).not.toContain(word);
  });

  it('publishes the result with the documents, its period and the committee by name (GP-303 to GP-305)', () => {
    const result = only(life, 'award-result');
    expect(result).toMatchObject({ rule: 'GP-303' });
    expect(result.documents).toHaveLength(1);
    expect(paragraphs(result, '公告期限')).toStrictEqual(['自本公告发布之日起1个工作日。']);
    expect(facts(result)).toMatchObject({
      主要中标标的: PROCUREMENT.scope,
      中标金额: '¥17,680,000.00（1768万元）',
    });
    for (const { name } of exampleCommittee()) expect(JSON.stringify(result)).toContain(name);
  });

  it('publishes the contract itself (GP-307)', () => {
    const contract = only(life, 'contract');
    expect(contract).toMatchObject({ rule: 'GP-307', article: '政府采购法实施条例第五十条' });
    expect(contract.documents.map(({ name }) => name)).toStrictEqual(['合同.pdf']);
  });

  it('tells each loser its own score and rank and nobody else’s', () => {
    const step = life.steps.find(({ event }) => event.name === 'awardNoticeIssued')!;
    const [, second, third] = noticesOf(step.event, step.state);
    expect(second).toMatchObject({ to: { partyId: bidder2.id }, rule: 'GP-303' });
    expect(second?.textZh.split('\n').at(-1)).toBe('贵方评审得分93，排序第2名。');
    expect(third?.textZh.split('\n').at(-1)).toBe('贵方评审得分92，排序第3名。');
    expect(third?.textZh).not.toContain('93');
  });

  it('announces a clarification as a correction, and too few bidders as 废标 by its own law', () => {
    const failed = bidding(PROCUREMENT)
      .tell(
        {
          name: 'clarificationIssued',
          clarification: {
            id: 'c-1',
            kind: 'amendment',
            issuedAt: on('09-19 10:00'),
            affectsBids: false,
            title: '更正一',
            text: '补充参数。',
            documents: [],
            bidDeadlineBeforeAt: on('09-30 09:00'),
            bidDeadlineAfterAt: on('09-30 09:00'),
          },
          deadlines: [],
        },
        '09-19 10:00',
        'GP-106',
      )
      .step({ name: 'closeBids', bidCount: 2, bidderCount: 2 }, '09-30 09:00');
    expect(only(failed, 'correction')).toMatchObject({ kindName: '更正公告', rule: 'GP-106' });
    expect(only(failed, 'tender-failed')).toMatchObject({
      kindName: '废标公告',
      rule: 'GP-211',
      article: '政府采购法第三十六条、第三十七条',
    });
    expect(facts(only(failed, 'tender-failed'))).toMatchObject({
      原因: '投标截止时投标人少于法定数量，依法不得开标',
      具体依据: '政府采购货物和服务招标投标管理办法第三十九条至第四十二条',
    });
  });
});

describe.each(LIVES)('everything published and told of a tender: %s', (_, make) => {
  const { steps, state } = make();
  const life = steps;

  it('cites the articles of the pinned ruleset, and in procurement none of 招标投标法', () => {
    for (const { event, state: after } of life) {
      const said = [announcementOf(event, after, ctx), ...noticesOf(event, after)].filter(
        (one) => one !== null,
      );
      for (const { rule, article } of said) {
        expect(rule).not.toBeNull();
        expect(article).toMatch(/第.+条|平台规则/);
        if (after.draft.regime === 'government-procurement') {
          expect(rule).not.toMatch(/^(ZTB|PUB|CMP)-/);
          expect(article).not.toMatch(/招标投标法/);
        }
      }
    }
  });

  it('has complete pages that say nothing undefined', () => {
    for (const { event, state: after } of life) {
      const announcement = announcementOf(event, after, ctx);
      if (announcement === null) continue;
      const page = renderPage(announcement, {
        url: 'https://tender.example.cn/announcements/a',
        id: 'a',
        publishedAt: event.at,
        tenderUrl: 'https://tender.example.cn/v1/tenders/t',
        platformName: '示例',
      });
      expect(page).not.toMatch(/undefined|null|NaN/);
      expect(page).toContain(announcement.kindName);
    }
  });

  it('names nobody who is secret before the opening, in no public output', () => {
    const opening = life.findIndex(({ event }) => event.name === 'bidsOpened');
    const before = opening === -1 ? life : life.slice(0, opening);
    const published = JSON.stringify(
      before.map(({ event, state: after }) => {
        const { data, documents } = recordParts(event);
        return [
          announcementOf(event, after, ctx),
          releaseOf(event, after, {
            ...ctx,
            ocidPrefix: 'ocds-abc123',
            releaseId: 'r',
            publishedAt: event.at,
          }),
          presentTender(after, event.at),
          isSealed(event.name, 'system') ? [] : [data, documents],
        ];
      }),
    );
    // In an open tender nobody is known to be secret but by what people write.
    const restricted = state.admitted !== null;
    const secrets = [
      ...(restricted ? [...INVITED, REJECTED].flatMap(({ name, uscc }) => [name, uscc]) : []),
      ...[bidder1, bidder2, bidder3, REJECTED].map(({ id }) => id),
      ...exampleCommittee().map(({ name }) => name),
      REJECTION_REASON,
      ORDER_TEXT,
      REPORT_TEXT,
      INVITED_REASON,
    ];
    for (const secret of secrets) expect([secret, published.includes(secret)]).toStrictEqual([secret, false]);
  });
});
