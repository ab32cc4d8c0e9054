import { describe, expect, it } from '@jest/globals';
import {
  endAfterSuspension,
  objectionRules,
  replyDue,
  suspendingRule,
} from '../../../domain/objection/index.ts';
import { isoShanghai } from '../../../domain/time/instant.ts';
import { exampleDraft } from '../../support/drafts.ts';
import { lawAt, launchProcess, moment } from '../../support/process.ts';

describe('where an end stands after a suspension', () => {
  it.each([
    ['plenty is left', '2026-09-30 09:00', '2026-09-11 10:00', '2026-09-14 10:00', '2026-09-30 09:00'],
    [
      'as much is left as the rest took',
      '2026-09-17 10:00',
      '2026-09-11 10:00',
      '2026-09-14 10:00',
      '2026-09-17 10:00',
    ],
    [
      'a millisecond less is left',
      '2026-09-17 09:59:59.999',
      '2026-09-11 10:00',
      '2026-09-14 10:00',
      '2026-09-20 09:59:59.999',
    ],
    [
      'it fell during the rest',
      '2026-09-13 09:00',
      '2026-09-11 10:00',
      '2026-09-14 10:00',
      '2026-09-16 09:00',
    ],
    [
      'it fell with the reply',
      '2026-09-14 10:00',
      '2026-09-11 10:00',
      '2026-09-14 10:00',
      '2026-09-17 10:00',
    ],
    [
      'the rest was a part of a day',
      '2026-09-12 00:00',
      '2026-09-11 10:00',
      '2026-09-11 18:00',
      '2026-09-13 00:00',
    ],
    ['the rest took no time', '2026-09-12 00:00', '2026-09-11 10:00', '2026-09-11 10:00', '2026-09-12 00:00'],
  ])('%s', (_case, endsAt, sinceAt, resumedAt, expected) => {
    const after = endAfterSuspension(moment(endsAt), moment(sinceAt), moment(resumedAt));
    expect(isoShanghai(after)).toBe(isoShanghai(moment(expected)));
  });
});

describe('the rules of an objection', () => {
  const voluntary = { mandatory: false, stateOwned: false, category: 'services' } as const;
  const { attributes } = exampleDraft();

  it.each([
    ['documents', 'ZTB-102', 'ZTB-103', 'ZTB-104', 'ZTB-104'],
    ['opening', 'ZTB-105', 'ZTB-105', null, null],
    ['result', 'ZTB-106', 'ZTB-107', 'ZTB-107', null],
  ] as const)('on the %s', (subject, filing, reply, mandatory, whereVoluntary) => {
    expect(objectionRules(lawAt(), subject)).toMatchObject({ filing, reply });
    expect(suspendingRule(lawAt(), subject, attributes)).toBe(mandatory);
    expect(suspendingRule(lawAt(), subject, voluntary)).toBe(whereVoluntary);
  });
});

describe('when a reply is due', () => {
  it.each([
    ['documents', '2026-09-14 10:00', '2026-09-18 00:00'],
    // Three days from Thursday end on Sunday 20 September, a working day by that year's notice.
    ['documents', '2026-09-17 10:00', '2026-09-21 00:00'],
    ['result', '2026-10-14 10:00', '2026-10-20 00:00'],
    ['opening', '2026-09-30 09:10', '2026-09-30 10:10'],
  ] as const)('on the %s, filed %s: before %s', (subject, filedAt, dueAt) => {
    const { state } = launchProcess();
    const due = replyDue(lawAt(), state, subject, moment(filedAt));
    expect(isoShanghai(due.dueAt)).toBe(isoShanghai(moment(dueAt)));
    expect(due.deadline === null).toBe(subject === 'opening');
  });
});
