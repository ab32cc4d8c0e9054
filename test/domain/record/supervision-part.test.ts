import { describe, expect, it } from '@jest/globals';
import { recordParts } from '../../../domain/record/public-part.ts';
import type { EventBody, TenderEvent } from '../../../domain/tender/index.ts';
import { EXAMPLE_PARTIES, exampleCommittee, exampleDocument } from '../../support/drafts.ts';

const happened = (body: EventBody): TenderEvent =>
  ({ ...body, at: 0, rule: null, article: null }) as TenderEvent;
const { name, uscc } = EXAMPLE_PARTIES.bidder1;
const party = { name, uscc };
const schedule = { documentsIssuedFromAt: 1, documentsIssuedUntilAt: 2, bidDeadlineAt: 3, openingAt: 3 };

describe('the public part of the record', () => {
  it.each([
    [
      'who applied',
      happened({
        name: 'applicationSubmitted',
        application: { id: 'a', partyId: 'p', party, filedAt: 0, documents: [exampleDocument()] },
      }),
      [uscc, name],
    ],
    ['how many applied', happened({ name: 'applicationsClosed', count: 12345 }), ['12345']],
    [
      'who is admitted, rejected or judged',
      happened({
        name: 'firstStageConcluded',
        conclusion: {
          concludedAt: 0,
          admitted: [party],
          rejected: [{ party: EXAMPLE_PARTIES.bidder2, reason: '业绩不足' }],
          committee: exampleCommittee(),
        },
        schedule,
        documents: [],
        deadlines: [],
      }),
      [uscc, EXAMPLE_PARTIES.bidder2.uscc, '业绩不足', '周示例'],
    ],
    [
      'the words of an instruction',
      happened({
        name: 'instructionIssued',
        instruction: {
          id: 'i',
          kind: 'correct',
          basis: 'ZTB-006',
          article: '条例',
          authority: '发改局',
          text: '涉及某投标人',
          issuedAt: 0,
          dueAt: 5,
          acknowledgedAt: null,
          report: null,
          closedAt: null,
        },
        duty: null,
      }),
      ['涉及某投标人'],
    ],
    [
      'the words of a report',
      happened({ name: 'instructionReported', instructionId: 'i', text: '某投标人', documents: [] }),
      ['某投标人'],
    ],
    [
      'why a step was escalated',
      happened({ name: 'stepEscalated', dutyId: 'd', reason: '联系不上' }),
      ['联系不上'],
    ],
  ])('does not tell %s', (_what, event, secrets) => {
    const { data, secret } = recordParts(event);
    for (const one of secrets) {
      expect(JSON.stringify(data)).not.toContain(one);
      expect(JSON.stringify(secret)).toContain(one);
    }
  });

  it('does not even tell that somebody applied', () => {
    const application = { id: 'a', partyId: 'p', party, filedAt: 0, documents: [] };
    expect(recordParts(happened({ name: 'applicationSubmitted', application })).confidential).toBe(true);
    expect(recordParts(happened({ name: 'applicationsClosed', count: 3 })).confidential).toBeUndefined();
  });

  it.each([
    [
      happened({
        name: 'dutiesMoved',
        because: 'extension',
        reason: '网络中断',
        moved: [{ dutyId: 'd', fromAt: 0, toAt: 1 }],
      }),
      { because: 'extension', reason: '网络中断', moved: [{ duty: 'd' }] },
    ],
    [happened({ name: 'suspensionLifted', groundId: 'i', because: 'limit' }), { id: 'i', because: 'limit' }],
    [happened({ name: 'tenderTerminated', reason: '规划调整', duty: null }), { reason: '规划调整' }],
    [happened({ name: 'tenderInvalidated', instructionId: 'i' }), { instructionId: 'i' }],
    [happened({ name: 'dutyReminded', dutyId: 'd', dueAt: 0 }), { duty: 'd' }],
  ])('tells what everybody may know: %#', (event, data) => {
    expect(recordParts(event).data).toMatchObject(data);
  });
});
