import { describe, expect, it } from '@jest/globals';
import type { Actor } from '../../../domain/case/actor.ts';
import { rulesetById, rulesets, type LawContext } from '../../../domain/law/context.ts';
import type { Rule } from '../../../domain/law/types.ts';
import { variantOf } from '../../../domain/law/variant.ts';
import {
  archiveOf,
  LEFT_OUT,
  type ArchivedMove,
  type ArchivedTender,
} from '../../../domain/replay/archive.ts';
import { replayUnder } from '../../../domain/replay/replay.ts';
import type { TenderDraft } from '../../../domain/tender/ground/draft.ts';
import type { SystemStep, TenderCommand } from '../../../domain/tender/index.ts';
import { buildCalendar } from '../../../domain/time/calendar.ts';
import { shownEnd, shownInstant } from '../../../domain/time/text.ts';
import {
  agencyActor,
  bidderActors,
  exampleCandidate,
  exampleDraft,
  exampleOpenedBids,
  tendereeActor,
} from '../../support/drafts.ts';
import { courseAt } from '../../support/course.ts';
import { exampleCommands as example, moment, processAt } from '../../support/process.ts';

const calendar = buildCalendar();
const OWN = 'cn-tendering-2025-01-01';
const under = (id: string): LawContext => ({ ruleset: rulesetById(id), calendar });
const varied = (rules: Readonly<Record<string, Partial<Rule> | null>>): LawContext => ({
  ruleset: variantOf(
    rulesetById(OWN),
    { id: 'draft', base: OWN, rules },
    rulesets.map(({ id }) => id),
  ),
  calendar,
});

const command = (
  at: string,
  actor: Actor,
  given: TenderCommand,
  refused: string[] | null = null,
): ArchivedMove => ({
  kind: 'command',
  at: moment(at),
  actor,
  command: given,
  refused,
});
const step = (at: string, given: SystemStep): ArchivedMove => ({ kind: 'step', at: moment(at), step: given });

/** The example tender as it went from launch to contract, with one objection in time and one that came too late. */
function exampleArchive(overrides: Partial<TenderDraft> = {}): ArchivedTender {
  const launch: TenderCommand = {
    name: 'launchTender',
    draft: exampleDraft(overrides),
    rehearsal: false,
    ruleset: OWN,
  };
  return {
    tenderId: 'tender-1',
    projectCode: 'OS-130209-2026-0001',
    ruleset: OWN,
    moves: [
      command('2026-09-09 15:00', agencyActor, launch),
      step('2026-09-10 09:00', { name: 'openDocuments' }),
      command('2026-09-14 10:00', bidderActors[0], example.object()),
      command('2026-09-15 10:00', agencyActor, example.reply()),
      step('2026-09-16 17:00', { name: 'closeDocuments' }),
      command('2026-09-22 10:00', bidderActors[1], example.object({ id: 'objection-2' }), ['ZTB-102']),
      step('2026-09-30 09:00', { name: 'closeBids', bidCount: 3, bidderCount: 3 }),
      step('2026-09-30 09:20', { name: 'completeKeys' }),
      step('2026-09-30 09:21', { name: 'openBids', bids: exampleOpenedBids() }),
      command('2026-10-10 16:00', agencyActor, example.report()),
      command('2026-10-12 10:00', agencyActor, example.publish()),
      step('2026-10-16 00:00', { name: 'endPublicity' }),
      command('2026-10-16 10:00', agencyActor, example.award()),
      command('2026-11-02 10:00', tendereeActor, example.sign()),
      command('2026-11-05 10:00', tendereeActor, example.returnSecurity()),
      command('2026-11-06 10:00', agencyActor, example.writeReport()),
    ],
  };
}

const NOTHING = { deadlines: [], steps: [], refused: [], vanished: [], notReproduced: [], stopped: null };

describe('replaying a tender', () => {
  it('under its own ruleset changes nothing, and gives what the archive says', () => {
    expect(replayUnder(exampleArchive(), under(OWN), under(OWN))).toMatchObject({
      ...NOTHING,
      warned: [],
      unwarned: [],
    });
  });

  it('under its own ruleset changes nothing where a winner fell away and the next one signed', () => {
    const { moves, ...rest } = exampleArchive();
    const notice = moves.findIndex(
      (move) => move.kind === 'command' && move.command.name === 'issueAwardNotice',
    );
    const { priceFen: amountFen } = exampleCandidate(2);
    const replaced = [
      ...moves.slice(0, notice + 1),
      command('2026-10-20 10:00', agencyActor, example.cancelAward({ reason: LEFT_OUT })),
      command('2026-10-20 11:00', agencyActor, example.award('bid-1'), ['ZTB-408']),
      command('2026-10-21 10:00', agencyActor, example.award('bid-2')),
      command('2026-11-02 10:00', tendereeActor, example.sign({ amountFen, performanceSecurityFen: '0' })),
      ...moves.slice(notice + 2),
    ];
    expect(replayUnder({ ...rest, moves: replaced }, under(OWN), under(OWN))).toMatchObject({
      ...NOTHING,
      warned: [],
      unwarned: [],
    });
  });

  it('under an earlier one with the same periods moves nothing; what 1117号 asks is not said', () => {
    const report = replayUnder(exampleArchive(), under(OWN), under('cn-tendering-2019-03-02'));
    expect(report).toMatchObject({ ...NOTHING, fromRuleset: OWN, toRuleset: 'cn-tendering-2019-03-02' });
    expect(report.unwarned.map(({ move, code }) => [move, code])).toEqual([['publishCandidates', 'ZTB-321']]);
    expect(report.warned).toEqual([]);
  });

  it('tells that a notice without a contact for objections was lawful before 1117号 (ZTB-109)', () => {
    const contact = { name: '李示例', phone: '', address: '' };
    const { moves, ...rest } = exampleArchive({ objectionContact: contact });
    const refused = { ...rest, moves: moves.slice(0, 1).map((one) => ({ ...one, refused: ['ZTB-109'] })) };
    const report = replayUnder(refused as ArchivedTender, under(OWN), under('cn-tendering-2019-03-02'));
    expect(report.vanished).toMatchObject([{ move: 'launchTender', code: 'ZTB-109' }]);
    expect(report.vanished[0]?.article).toContain('1117号');
  });

  it('refuses by rule and article a launch that leaves too few days (ZTB-004), and goes on', () => {
    const report = replayUnder(
      exampleArchive(),
      under(OWN),
      varied({ 'ZTB-004': { period: { count: 30, unit: 'day', bound: 'min' } } }),
    );
    expect(report.refused).toMatchObject([
      { move: 'launchTender', code: 'ZTB-004', article: '招标投标法第二十四条' },
    ]);
    expect(report.deadlines).toEqual([
      {
        move: 'launchTender',
        at: moment('2026-09-09 15:00'),
        rule: 'ZTB-004',
        article: '招标投标法第二十四条',
        fromAt: moment('2026-09-30 00:00'),
        toAt: moment('2026-10-10 00:00'),
      },
    ]);
    expect(report).toMatchObject({ steps: [], vanished: [], stopped: null });
  });

  it.each([
    [2, '2026-10-14 24:00', []],
    [3, '2026-10-15 24:00', []],
    [4, '2026-10-16 24:00', ['ZTB-402', 'wrong-phase']],
  ])('moves the end of a publicity of %i days to %s (ZTB-402)', (count, end, refused) => {
    const report = replayUnder(
      exampleArchive(),
      under(OWN),
      varied({ 'ZTB-402': { period: { count, unit: 'day', bound: 'min' } } }),
    );
    const moved = report.deadlines.map((one) => [one.move, one.rule, shownEnd(one.toAt ?? 0)]);
    expect(moved).toEqual(count === 3 ? [] : [['publishCandidates', 'ZTB-402', end]]);
    expect(report.steps.map((one) => [one.move, shownEnd(one.toAt ?? 0)])).toEqual(
      count === 3 ? [] : [['endPublicity', end]],
    );
    expect(report.refused.map(({ move, code }) => [move, code])).toEqual(
      refused.map((code) => ['issueAwardNotice', code]),
    );
    expect(report.stopped).toBeNull();
  });

  it('tells which refusals would vanish (ZTB-102), without carrying out what was refused', () => {
    const report = replayUnder(
      exampleArchive(),
      under(OWN),
      varied({ 'ZTB-102': { period: { count: 5, unit: 'day', bound: 'lead' } } }),
    );
    expect(report.vanished).toMatchObject([
      { move: 'fileObjection', at: moment('2026-09-22 10:00'), code: 'ZTB-102' },
    ]);
    expect(report.refused).toEqual([]);
    expect(report.deadlines.map((one) => [one.move, one.rule, shownInstant(one.toAt ?? 0)])).toContainEqual([
      'launchTender',
      'ZTB-102',
      '2026-09-26 00:00',
    ]);
  });

  it('moves the duties after the award (ZTB-406)', () => {
    const shorter = { 'ZTB-406': { period: { count: 10, unit: 'day', bound: 'max' } } } as const;
    const report = replayUnder(exampleArchive(), under(OWN), varied(shorter));
    expect(
      report.deadlines.map((one) => [one.rule, shownEnd(one.fromAt ?? 0), shownEnd(one.toAt ?? 0)]),
    ).toEqual([['ZTB-406', '2026-11-16 24:00', '2026-10-26 24:00']]);
    expect(report.warned.map(({ move, code }) => [move, code])).toEqual([['signContract', 'ZTB-406']]);
  });

  it('stops, and says why, where a ruleset lacks what the platform acts on', () => {
    const report = replayUnder(exampleArchive(), under(OWN), under('cn-tendering-2012-02-01'));
    expect(report.stopped).toContain('cn-tendering-2012-02-01 has no rule EB-013');
    expect(report.refused).toEqual([]);
  });

  it('says what the tender’s own ruleset answers otherwise than the archive', () => {
    const { moves, ...rest } = exampleArchive();
    const tampered = moves.map((move): ArchivedMove =>
      move.kind === 'command' && move.refused !== null ? { ...move, at: moment('2026-09-19 10:00') } : move,
    );
    const report = replayUnder({ ...rest, moves: tampered }, under(OWN), under(OWN));
    expect(report.notReproduced).toEqual(['fileObjection: refused then by ZTB-102, not now']);
  });

  it('is refused for another regime, and for what does not begin with a launch', () => {
    const archive = exampleArchive();
    expect(() => replayUnder(archive, under(OWN), under('cn-government-procurement-2021-01-01'))).toThrow(
      RangeError,
    );
    expect(() => replayUnder({ ...archive, moves: archive.moves.slice(1) }, under(OWN), under(OWN))).toThrow(
      RangeError,
    );
  });
});

describe('a variant of a ruleset', () => {
  const taken = rulesets.map(({ id }) => id);
  const base = rulesetById(OWN);

  it('changes and drops rules, and leaves its base alone', () => {
    const made = variantOf(base, { id: 'draft', base: OWN, rules: { 'ZTB-109': null } }, taken);
    expect([made.id, made.rules['ZTB-109'], made.rules['ZTB-004']]).toEqual([
      'draft',
      undefined,
      base.rules['ZTB-004'],
    ]);
    expect(base.rules['ZTB-109']).toBeDefined();
  });

  it('neither changes what is not there nor takes an enacted name', () => {
    expect(() => variantOf(base, { id: 'draft', base: OWN, rules: { 'ZTB-999': null } }, taken)).toThrow(
      RangeError,
    );
    expect(() => variantOf(base, { id: OWN, base: OWN, rules: {} }, taken)).toThrow(RangeError);
  });
});

describe('the archive of a tender', () => {
  const process = processAt('report');
  const commands = [
    {
      at: moment('2026-09-09 15:00'),
      actor: agencyActor,
      payload: { name: 'launchTender', draft: exampleDraft(), rehearsal: false, ruleset: OWN } as const,
      refusals: null,
    },
    { at: moment('2026-10-10 16:00'), actor: agencyActor, payload: example.report(), refusals: null },
    { at: moment('2026-10-12 10:00'), actor: agencyActor, payload: example.publish(), refusals: null },
    {
      at: moment('2026-10-16 00:00'),
      actor: agencyActor,
      payload: example.award('bid-2', '放弃中标'),
      refusals: [{ code: 'wrong-phase' }],
    },
    { at: moment('2026-10-16 10:00'), actor: agencyActor, payload: example.award(), refusals: null },
    { at: moment('2026-11-02 10:00'), actor: agencyActor, payload: example.sign(), refusals: null },
  ];
  const archive = archiveOf({ state: process.state, commands, closing: { bidCount: 3, bidderCount: 3 } });

  it('has the steps of the clock between the commands, a step before a command of the same instant', () => {
    const names = archive.moves.map((move) => (move.kind === 'command' ? move.command.name : move.step.name));
    expect(names).toEqual([
      'launchTender',
      'openDocuments',
      'closeDocuments',
      'closeBids',
      'completeKeys',
      'openBids',
      'submitEvaluationReport',
      'publishCandidates',
      'endPublicity',
      'issueAwardNotice',
      'issueAwardNotice',
      'signContract',
    ]);
  });

  it('can be replayed as it is', () => {
    const law = under(OWN);
    const report = replayUnder(archive, law, law);
    expect(report.stopped).toBeNull();
    expect(report.notReproduced).toEqual(['issueAwardNotice: refused then by wrong-phase, not now']);
  });

  it('holds no name of a person, no way to reach one, and no text in which they may stand', () => {
    const text = JSON.stringify(archive);
    for (const secret of [
      '王示例',
      '李示例',
      '张示例',
      '周示例',
      '项目经理',
      '冀113',
      '5550100',
      'example.com',
      '放弃中标',
      'person-of',
    ])
      expect([secret, text.includes(secret)]).toEqual([secret, false]);
    expect(text).toContain(LEFT_OUT);
    expect(text).toContain('成员5');
  });

  it('says of an opening that was secret what was bid, and not by whom', () => {
    const { state } = courseAt('procurement-negotiation', 'over');
    const payload = { name: 'submitEvaluationReport', ...state.evaluation! } as const;
    const reported = {
      at: state.milestones.evaluationReported!,
      actor: agencyActor,
      payload,
      refusals: null,
    };
    const text = JSON.stringify(archiveOf({ state, commands: [reported], closing: null }));
    for (const { bidId, name, uscc } of state.openedBids!)
      expect([text.includes(bidId), text.includes(name), text.includes(uscc)]).toEqual([true, false, false]);
  });
});
