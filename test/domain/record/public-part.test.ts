import { describe, expect, it } from '@jest/globals';
import { isNamingRefusal } from '../../../domain/record/naming-refusals.ts';
import type { RecordParts } from '../../../domain/record/parts.ts';
import { recordParts } from '../../../domain/record/public-part.ts';
import type { EventName } from '../../../domain/tender/index.ts';
import { isSealed } from '../../../domain/visibility/index.ts';
import { EXAMPLE_PARTIES, exampleCommittee, exampleDocument } from '../../support/drafts.ts';
import {
  AUTHORITY,
  concluded,
  INVITED,
  INVITED_DRAFT,
  INVITED_REASON,
  Life,
  madeUp,
  ORDER_TEXT,
  PREQUALIFIED,
  PROCUREMENT,
  REJECTED,
  REJECTION_REASON,
  REPORT_TEXT,
  resumedAtLimit,
  terminated,
} from '../disclosure/procedures.ts';

function partsOf(life: Life, name: EventName): RecordParts {
  const found = life.steps.find(({ event }) => event.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return recordParts(found.event);
}

describe('the public part of an event', () => {
  it('tells neither who is invited, nor how many, nor the reason, which may name them', () => {
    const { data, secret } = partsOf(new Life(INVITED_DRAFT), 'noticePublished');
    expect(data).toMatchObject({ procedure: 'invited', bidDeadlineAt: '2026-09-30T09:00:00.000+08:00' });
    expect(data).not.toHaveProperty('invitees');
    expect(JSON.stringify(data)).not.toContain(EXAMPLE_PARTIES.bidder2.name);
    expect(secret).toStrictEqual({ invitees: INVITED, methodReason: INVITED_REASON });
  });

  it('leaves out a warning that counts the invited', () => {
    const [{ event }] = new Life(INVITED_DRAFT).steps as [Life['steps'][number]];
    if (event.name !== 'noticePublished') throw new Error('not a notice');
    const about = (field: string) => ({
      severity: 'warns' as const,
      rule: 'ZTB-013',
      article: '招标投标法第十七条',
      field,
      zh: '受邀请的单位为2家。',
      en: '',
      accepted: null,
    });
    const warnings = [about('invitees'), about('method')];
    expect(recordParts({ ...event, warnings }).data['warnings']).toHaveLength(1);
  });

  it('names the one supplier of a single source', () => {
    const draft = { ...PROCUREMENT, method: 'single-source' as const, invitees: INVITED.slice(0, 1) };
    const { data, secret } = partsOf(new Life(draft), 'noticePublished');
    expect(data['suppliers']).toStrictEqual(INVITED.slice(0, 1));
    expect(secret).toStrictEqual({});
  });

  it('has the times and papers of a first stage, the lot and the tender held anew', () => {
    const draft = {
      ...PREQUALIFIED,
      lot: { projectCode: 'P', number: '1', name: '一标段' },
      prior: { tenderId: 't', projectCode: 'Q', outcome: 'all-rejected' as const },
    };
    const { data, documents } = partsOf(new Life(draft), 'noticePublished');
    expect(data).toMatchObject({
      lot: draft.lot,
      prior: draft.prior,
      firstStage: { dueAt: '2026-09-22T09:00:00.000+08:00' },
    });
    expect(documents).toStrictEqual(['f'.repeat(64), exampleDocument().sha256]);
  });

  it('does not even tell that there is an applicant, nor how many, nor what became of them', () => {
    const life = concluded(PREQUALIFIED);
    const submitted = partsOf(life, 'applicationSubmitted');
    expect(isSealed('applicationSubmitted', 'bidder')).toBe(true);
    expect(submitted.data).toStrictEqual({});
    expect(partsOf(life, 'applicationsClosed')).toMatchObject({ data: {}, secret: { count: 4 } });
    const { data, secret } = partsOf(life, 'firstStageConcluded');
    expect(data).toStrictEqual({
      documentsIssuedFromAt: '2026-09-28T09:00:00.000+08:00',
      documentsIssuedUntilAt: '2026-10-10T17:00:00.000+08:00',
      bidDeadlineAt: '2026-10-20T09:00:00.000+08:00',
    });
    expect(secret).toStrictEqual({
      admitted: INVITED,
      rejected: [{ party: { name: REJECTED.name, uscc: REJECTED.uscc }, reason: REJECTION_REASON }],
      committee: exampleCommittee(),
    });
  });

  it('has the kind, basis, authority and due of an order, but neither its words nor the report', () => {
    const life = resumedAtLimit(PROCUREMENT);
    expect(partsOf(life, 'instructionIssued')).toMatchObject({
      data: {
        instructionId: 'instruction-1',
        kind: 'suspend',
        basis: 'GP-511',
        article: '政府采购法第五十七条',
        authority: AUTHORITY,
        dueAt: null,
      },
      secret: { text: ORDER_TEXT },
    });
    expect(partsOf(life, 'instructionReported')).toMatchObject({
      data: { instructionId: 'instruction-1' },
      secret: { text: REPORT_TEXT },
    });
    expect(partsOf(life, 'processSuspended').data).toStrictEqual({
      ground: 'instruction',
      id: 'instruction-1',
      untilAt: '2026-10-21T00:00:00.000+08:00',
    });
    expect(partsOf(life, 'suspensionLifted').data).toStrictEqual({ id: 'instruction-1', because: 'limit' });
  });

  it('has the outages for which a deadline moved', () => {
    expect(partsOf(madeUp(), 'bidDeadlineMoved').data).toMatchObject({
      because: 'downtime',
      toAt: '2026-10-08T09:00:00.000+08:00',
      outages: [
        { fromAt: '2026-09-30T07:00:00.000+08:00', untilAt: '2026-09-30T07:30:00.000+08:00' },
        { fromAt: '2026-09-30T08:40:00.000+08:00', untilAt: '2026-09-30T08:55:00.000+08:00' },
      ],
    });
  });

  it('keeps the words of a termination back, which may name a party', () => {
    const { data, secret } = partsOf(terminated(PROCUREMENT), 'tenderTerminated');
    expect(data).toStrictEqual({ repayDueAt: '2026-09-30T00:00:00.000+08:00' });
    expect(secret['reason']).toContain(EXAMPLE_PARTIES.bidder3.name);
  });
});

describe('refusals', () => {
  it.each([
    ['concludeFirstStage', 'applicants-mismatch', true],
    ['submitEvaluationReport', 'ZTB-303', true],
    ['issueAwardNotice', 'GP-302', true],
    ['launchTender', 'invalid-uscc', true],
    ['launchTender', 'ZTB-013', true],
    ['launchTender', 'ZTB-004', false],
    ['issueClarification', 'ZTB-006', false],
  ])('of %s by %s may tell who is secret: %s', (command, code, naming) => {
    expect(isNamingRefusal(command, code)).toBe(naming);
  });
});
