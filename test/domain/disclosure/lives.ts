import type { BodyOf } from '../../../domain/case/chapter.ts';
import { rulesetInForce } from '../../../domain/law/context.ts';
import type { Deadline } from '../../../domain/law/types.ts';
import {
  apply,
  type Candidate,
  type Clarification,
  type Duty,
  type TenderDraft,
  type TenderEvent,
  type TenderState,
} from '../../../domain/tender/index.ts';
import { parseInstant, type Instant } from '../../../domain/time/instant.ts';
import {
  EXAMPLE_PARTIES,
  exampleCandidate,
  exampleCommittee,
  exampleDocument,
  exampleDraft,
  exampleOpenedBids,
} from '../../support/drafts.ts';

/** One step of a life: an event and the state after it. */
export interface Step {
  readonly event: TenderEvent;
  readonly state: TenderState;
}

/** An instant of 2026 in Asia/Shanghai, e.g. `on('09-30 09:00')`. */
export function on(text: string): Instant {
  return parseInstant(`2026-${text.replace(' ', 'T')}:00+08:00`);
}

const RULESET = rulesetInForce('tendering', on('09-09 15:00')).id;

/** A statutory deadline with a derivation that says what it is for. */
export function deadline(rule: string, article: string, startsAt: Instant, endsAt: Instant): Deadline {
  return {
    rule,
    article,
    startsAt,
    endsAt,
    warnAt: null,
    derivation: {
      ruleset: RULESET,
      calendar: 'test',
      rule,
      article,
      period: { count: 1, unit: 'day', bound: rule === 'ZTB-102' ? 'lead' : 'min' },
      counting: ['CNT-01'],
      startsAt,
      days: [],
      endsAt,
      provisional: rule === 'ZTB-409',
      zh: `${rule}的推算：当日不计入，逐日计算。`,
      en: `How ${rule} was counted.`,
    },
  };
}

function duty(id: string, rule: string, dueAt: Instant): Duty {
  return {
    id,
    rule,
    article: '条',
    owner: 'tenderee',
    dueAt,
    announcedAt: null,
    metAt: null,
    timedOutAt: null,
  };
}

function suspendedBy(id: string, rule: string): BodyOf<TenderEvent> {
  const sinceAt = on(rule === 'ZTB-104' ? '09-20 11:00' : '10-15 10:00');
  return {
    name: 'processSuspended',
    ground: { id, kind: 'objection', rule, article: `${rule}的条文`, sinceAt, untilAt: null },
  };
}

function happened(at: Instant, body: BodyOf<TenderEvent>, rule: string | null = null): TenderEvent {
  return { ...body, at, rule, article: rule === null ? null : `${rule}的条文` };
}

/** Applies events one by one. */
export function live(events: readonly TenderEvent[]): Step[] {
  const steps: Step[] = [];
  let state: TenderState | null = null;
  for (const event of events) {
    state = apply(event, state);
    steps.push({ event, state });
  }
  return steps;
}

export interface LifeOptions {
  readonly rehearsal?: boolean;
  readonly draft?: Partial<TenderDraft>;
  readonly clarification?: Partial<Clarification>;
  readonly summary?: string;
  readonly winner?: Candidate;
}

export const OBJECTOR_ID = EXAMPLE_PARTIES.bidder2.id;
export const OBJECTION_TEXT = '我方天津示例水务工程有限公司认为资质要求偏高。';
export const RESULT_REPLY = '经张示例等复核，天津示例水务工程有限公司的得分无误。';

/** From the notice to an amendment that moves the deadline. */
function untilAmendment(options: LifeOptions): TenderEvent[] {
  const draft = exampleDraft(options.draft);
  const clarification: Clarification = {
    id: 'clarification-1',
    kind: 'amendment',
    issuedAt: on('09-18 10:00'),
    affectsBids: true,
    title: '关于进水水质的修改',
    text: '进水水质以附表三为准。\n其他不变。',
    documents: [exampleDocument('附表三.pdf', 'e')],
    bidDeadlineBeforeAt: draft.schedule.bidDeadlineAt,
    bidDeadlineAfterAt: on('10-09 09:00'),
    ...options.clarification,
  };
  return [
    happened(on('09-09 15:00'), {
      name: 'noticePublished',
      tenderId: 'tender-1',
      draft,
      rehearsal: options.rehearsal ?? false,
      ruleset: RULESET,
      procedure: 'open',
      deadlines: [
        deadline('ZTB-004', '招标投标法第二十四条', on('09-10 09:00'), on('09-30 00:00')),
        deadline('ZTB-102', '招标投标法实施条例第二十二条', on('09-10 09:00'), on('09-21 00:00')),
      ],
      warnings: [],
    }),
    happened(on('09-10 09:00'), { name: 'documentsOpened' }),
    happened(on('09-16 17:00'), { name: 'documentsClosed' }),
    happened(on('09-18 10:00'), { name: 'clarificationIssued', clarification, deadlines: [] }, 'ZTB-006'),
    happened(on('09-18 10:00'), {
      name: 'bidDeadlineMoved',
      fromAt: on('09-30 09:00'),
      toAt: on('10-09 09:00'),
      because: 'amendment',
      deadlines: [deadline('ZTB-102', '招标投标法实施条例第二十二条', on('09-10 09:00'), on('09-30 00:00'))],
    }),
  ];
}

/** On to the closing of bids, by way of an objection with its suspension. */
function untilClosing(options: LifeOptions, bidderCount: number): TenderEvent[] {
  const objection = {
    id: 'objection-1',
    subject: 'documents' as const,
    partyId: OBJECTOR_ID,
    text: OBJECTION_TEXT,
    filedAt: on('09-20 11:00'),
    replyDueAt: on('09-24 00:00'),
    reply: null,
  };
  return [
    ...untilAmendment(options),
    happened(on('09-20 11:00'), {
      name: 'objectionFiled',
      objection,
      deadlines: [deadline('ZTB-103', '招标投标法实施条例第二十二条', on('09-20 11:00'), on('09-24 00:00'))],
      duty: duty('reply:objection-1', 'ZTB-103', on('09-24 00:00')),
    }),
    happened(on('09-20 11:00'), suspendedBy('objection-1', 'ZTB-104'), 'ZTB-104'),
    happened(
      on('09-22 16:00'),
      { name: 'objectionReplied', objectionId: 'objection-1', text: '维持不变。' },
      'ZTB-103',
    ),
    happened(
      on('09-22 16:00'),
      { name: 'processResumed', suspendedMs: on('09-22 16:00') - on('09-20 11:00') },
      'ZTB-104',
    ),
    happened(on('09-22 16:00'), {
      name: 'bidDeadlineMoved',
      fromAt: on('10-09 09:00'),
      toAt: on('10-12 09:00'),
      because: 'suspension',
      deadlines: [],
    }),
    happened(on('09-23 09:00'), {
      name: 'deadlinesRederived',
      calendar: 'test-2',
      deadlines: [
        deadline('ZTB-004', '招标投标法第二十四条', on('09-10 09:00'), on('09-30 00:00')),
        deadline('ZTB-102', '招标投标法实施条例第二十二条', on('09-10 09:00'), on('10-02 00:00')),
      ],
      duties: [],
      moved: [{ rule: 'ZTB-102', fromAt: on('09-30 00:00'), toAt: on('10-02 00:00') }],
    }),
    happened(on('10-12 09:00'), { name: 'bidsClosed', bidCount: bidderCount, bidderCount }),
  ];
}

function untilReport(options: LifeOptions, candidates: readonly Candidate[]): TenderEvent[] {
  const openedBids = exampleOpenedBids();
  return [
    ...untilClosing(options, 3),
    happened(on('10-12 09:20'), { name: 'keysCompleted' }),
    happened(on('10-12 09:25'), { name: 'bidsOpened', bids: openedBids }),
    happened(on('10-13 17:00'), {
      name: 'evaluationReported',
      report: {
        reportedAt: on('10-13 17:00'),
        committee: exampleCommittee(),
        candidates,
        rejected:
          candidates.length > 0
            ? [{ bidId: 'bid-3', ground: '51-3', reason: '赵示例指出：不具备资质。' }]
            : openedBids.map((bid) => ({ bidId: bid.bidId, ground: '51-6', reason: '未实质性响应。' })),
        summary: options.summary ?? '张示例主持评审，三家投标人按综合得分排序。',
        documents: [exampleDocument('评标报告.pdf', 'b')],
      },
      deadlines: [],
      duty: duty('publish-candidates', 'ZTB-401', on('10-17 00:00')),
    }),
  ];
}

/** On to the end of the publicity, by way of an objection to the result that is answered late. */
function untilAward(options: LifeOptions): TenderEvent[] {
  const resultObjection = {
    id: 'objection-2',
    subject: 'result' as const,
    partyId: OBJECTOR_ID,
    text: OBJECTION_TEXT,
    filedAt: on('10-15 10:00'),
    replyDueAt: on('10-19 00:00'),
    reply: null,
  };
  return [
    ...untilReport(options, [exampleCandidate(1), exampleCandidate(2)]),
    happened(on('10-14 09:00'), {
      name: 'candidatesPublished',
      publicityEndsAt: on('10-18 00:00'),
      deadlines: [
        deadline('ZTB-402', '招标投标法实施条例第五十四条第一款', on('10-14 09:00'), on('10-18 00:00')),
      ],
    }),
    happened(on('10-15 10:00'), {
      name: 'objectionFiled',
      objection: resultObjection,
      deadlines: [],
      duty: duty('reply:objection-2', 'ZTB-107', on('10-19 00:00')),
    }),
    happened(on('10-15 10:00'), suspendedBy('objection-2', 'ZTB-107'), 'ZTB-107'),
    happened(
      on('10-19 00:00'),
      { name: 'stepTimedOut', dutyId: 'reply:objection-2', dueAt: on('10-19 00:00') },
      'ZTB-107',
    ),
    happened(
      on('10-19 10:00'),
      { name: 'objectionReplied', objectionId: 'objection-2', text: RESULT_REPLY },
      'ZTB-107',
    ),
    happened(
      on('10-19 10:00'),
      { name: 'processResumed', suspendedMs: on('10-19 10:00') - on('10-15 10:00') },
      'ZTB-107',
    ),
    happened(
      on('10-19 10:00'),
      { name: 'publicityMoved', fromAt: on('10-18 00:00'), toAt: on('10-22 00:00') },
      'ZTB-107',
    ),
    happened(on('10-22 00:00'), { name: 'publicityEnded' }),
  ];
}

/** A tender from its notice to its end, through every kind of event. */
export function fullLife(options: LifeOptions = {}): Step[] {
  const winner = options.winner ?? exampleCandidate(1);
  return live([
    ...untilAward(options),
    happened(on('10-22 09:00'), {
      name: 'awardNoticeIssued',
      candidate: winner,
      reason: winner.rank === 1 ? null : '第一名放弃中标。',
      deadlines: [
        deadline('ZTB-406', '招标投标法第四十六条', on('10-22 09:00'), on('11-22 00:00')),
        deadline('ZTB-409', '招标投标法第四十七条', on('10-22 09:00'), on('11-07 00:00')),
      ],
      duties: [],
    }),
    happened(on('11-02 15:00'), {
      name: 'contractSigned',
      contract: {
        signedAt: on('11-02 15:00'),
        amountFen: winner.priceFen,
        performanceSecurityFen: '176800000',
        document: exampleDocument('合同.pdf', 'c'),
      },
      deadlines: [
        deadline('ZTB-207', '招标投标法实施条例第五十七条第二款', on('11-02 15:00'), on('11-08 00:00')),
      ],
      duties: [],
    }),
    happened(on('11-04 10:00'), { name: 'securityReturned', interestFen: '12345', whose: 'all' }),
    happened(on('11-05 10:00'), {
      name: 'writtenReportSubmitted',
      text: '书面报告。',
      documents: [exampleDocument('书面报告.pdf', 'd')],
    }),
    happened(on('11-05 10:00'), { name: 'tenderCompleted' }),
  ]);
}

/** A tender that fails at the deadline for want of bidders. */
export function failedLife(options: LifeOptions = {}): Step[] {
  return live([
    ...untilClosing(options, 2),
    happened(on('10-12 09:00'), { name: 'tenderFailed', reason: 'failed-fewer-than-three' }, 'ZTB-213'),
  ]);
}

/** A tender whose bids are all rejected. */
export function rejectedLife(options: LifeOptions = {}): Step[] {
  return live([
    ...untilReport(options, []),
    happened(on('10-13 17:00'), { name: 'tenderFailed', reason: 'all-rejected' }, 'ZTB-316'),
  ]);
}
