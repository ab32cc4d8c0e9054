import { describe, expect, it } from '@jest/globals';
import {
  admit,
  decide,
  type Actor,
  type TenderCommand,
  type TenderDraft,
} from '../../../domain/tender/index.ts';
import {
  agencyActor,
  bidderActors,
  EXAMPLE_LAUNCH_AT,
  exampleDraft,
  strangerActor,
  tendereeActor,
} from '../../support/drafts.ts';
import { launchProcess, lawAt, moment } from '../../support/process.ts';

const ctx = lawAt();
const { schedule } = exampleDraft();

function launch(overrides: Partial<TenderDraft> = {}, ruleset = ctx.ruleset.id): TenderCommand {
  return { name: 'launchTender', draft: exampleDraft(overrides), rehearsal: false, ruleset };
}

function codes(command: TenderCommand, actor: Actor = agencyActor, at = EXAMPLE_LAUNCH_AT): string[] {
  return admit(command, actor, null, at, ctx).map((one) => one.code);
}

describe('launching a tender', () => {
  it.each([
    ['the agency', agencyActor],
    ['the tenderee itself', tendereeActor],
  ])('admits the example draft from %s', (_who, actor) => {
    expect(admit(launch(), actor, null, EXAMPLE_LAUNCH_AT, ctx)).toEqual([]);
  });

  it.each<readonly [string, string, TenderCommand, Actor?]>([
    ['wrong-role', 'a bidder launches', launch(), bidderActors[0]],
    ['not-your-tender', 'someone else launches', launch(), strangerActor],
    ['not-your-tender', 'an agency that is not named', launch({ agency: null }), agencyActor],
    ['wrong-ruleset', 'a ruleset that is not in force', launch({}, 'cn-tendering-1999')],
    ['wrong-ruleset', 'another regime', launch({ regime: 'government-procurement' })],
    [
      'invalid-uscc',
      'a code with a wrong check character',
      launch({ tenderee: { name: '某公司', uscc: '91130230MA0EXA0151' } }),
    ],
    [
      'agency-is-tenderee',
      'an agency of oneself',
      launch({ agency: exampleDraft().tenderee }),
      tendereeActor,
    ],
    ['empty-text', 'no title', launch({ title: ' ' })],
    ['malformed-amount', 'an estimate that is no amount', launch({ estimatedPriceFen: '1.5' })],
    ['number-not-positive', 'no bid validity', launch({ bidValidityDays: 0 })],
    ['number-not-positive', 'half a minute to decrypt', launch({ decryptionWindowMinutes: 0.5 })],
    ['no-documents', 'no tender documents', launch({ documents: [] })],
    [
      'schedule-order',
      'issue that ends before it begins',
      launch({ schedule: { ...schedule, documentsIssuedUntilAt: schedule.documentsIssuedFromAt } }),
    ],
    [
      'schedule-order',
      'issue beyond the deadline',
      launch({ schedule: { ...schedule, documentsIssuedUntilAt: schedule.bidDeadlineAt + 1 } }),
    ],
    [
      'beyond-calendar',
      'a deadline in another century',
      launch({ schedule: { ...schedule, bidDeadlineAt: moment('2126-09-30 09:00') } }),
    ],
    [
      'beyond-calendar',
      'a deadline so near the end of the calendar that nothing can be counted from it',
      launch({ schedule: { ...schedule, bidDeadlineAt: moment('2028-12-20 09:00') } }),
    ],
    [
      'ZTB-004',
      'a deadline one day too early',
      launch({
        schedule: {
          ...schedule,
          bidDeadlineAt: moment('2026-09-29 09:00'),
          openingAt: moment('2026-09-29 09:00'),
        },
      }),
    ],
    [
      'ZTB-001',
      'three days of issue',
      launch({ schedule: { ...schedule, documentsIssuedUntilAt: moment('2026-09-13 17:00') } }),
    ],
    ['ZTB-201', 'a bid security above the cap', launch({ bidSecurityFen: '37000001' })],
    [
      'ZTB-301',
      'an opening after the deadline',
      launch({ schedule: { ...schedule, openingAt: moment('2026-09-30 10:00') } }),
    ],
  ])('refuses with %s: %s', (code, _why, command, actor = agencyActor) => {
    const refusals = admit(command, actor, null, EXAMPLE_LAUNCH_AT, ctx);
    expect(refusals.map((one) => one.code)).toContain(code);
    expect(refusals.find((one) => one.code === code)?.rule).toBe(code.startsWith('ZTB') ? code : null);
  });

  it('refuses documents that were to be issued in the past', () => {
    expect(codes(launch(), agencyActor, moment('2026-09-10 09:00'))).toContain('date-past');
  });

  it('says everything at once', () => {
    const command = launch({
      title: '',
      bidSecurityFen: '99900000000',
      schedule: { ...schedule, documentsIssuedUntilAt: moment('2026-09-12 17:00') },
    });
    expect(codes(command)).toEqual(expect.arrayContaining(['empty-text', 'ZTB-201', 'ZTB-001']));
  });

  it('refuses a second launch, and any command before the first', () => {
    const { state } = launchProcess();
    expect(admit(launch(), agencyActor, state, EXAMPLE_LAUNCH_AT, ctx).map((one) => one.code)).toEqual([
      'already-launched',
    ]);
    expect(codes({ name: 'rederiveDeadlines' })).toEqual(['no-such-tender']);
  });

  it('only warns of rules for mandatory tenders where tendering is voluntary', () => {
    const attributes = { mandatory: false, stateOwned: false, category: 'services' } as const;
    const early = {
      ...schedule,
      bidDeadlineAt: moment('2026-09-20 09:00'),
      openingAt: moment('2026-09-20 09:00'),
    };
    const command = launch({ attributes, schedule: early });
    expect(codes(command)).toEqual([]);
    const [published] = decide(command, agencyActor, null, 'tender-1', EXAMPLE_LAUNCH_AT, ctx);
    const warnings = published?.name === 'noticePublished' ? published.warnings : [];
    expect(warnings.map((one) => one.rule)).toContain('ZTB-004');
  });

  it('pins the ruleset: another law is a fault of the caller', () => {
    const { state } = launchProcess();
    const other = { ...ctx, ruleset: { ...ctx.ruleset, id: 'cn-other' } };
    expect(() => admit({ name: 'rederiveDeadlines' }, agencyActor, state, EXAMPLE_LAUNCH_AT, other)).toThrow(
      /ruleset/,
    );
    expect(() =>
      decide({ name: 'rederiveDeadlines' }, agencyActor, null, 'tender-1', EXAMPLE_LAUNCH_AT, ctx),
    ).toThrow();
  });
});
