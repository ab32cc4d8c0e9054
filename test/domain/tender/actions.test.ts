import { describe, expect, it } from '@jest/globals';
import { bidActions } from '../../../domain/bid/index.ts';
import { refusedActions, type Action } from '../../../domain/case/actions.ts';
import { PROCEDURE_IDS } from '../../../domain/procedure/index.ts';
import { platformRefusal } from '../../../domain/refusal.ts';
import {
  admit,
  tenderActions,
  type Actor,
  type CommandName,
  type TenderCommand,
  type TenderState,
} from '../../../domain/tender/index.ts';
import type { Instant } from '../../../domain/time/instant.ts';
import { bidWindow } from '../../support/bid-window.ts';
import { courseAt, courseOf, EVERY_STAGE } from '../../support/course.ts';
import {
  administratorActor,
  agencyActor,
  bidderActors,
  exampleDocument,
  strangerActor,
  supervisorActor,
  tendereeActor,
} from '../../support/drafts.ts';
import { exampleCommands as example, launchProcess, lawAt, moment } from '../../support/process.ts';

const ACTORS: readonly Actor[] = [
  tendereeActor,
  agencyActor,
  bidderActors[0],
  supervisorActor,
  administratorActor,
  strangerActor,
];

/** A command of each kind, as anybody may send it at any time; what it names is not there. */
function anyCommands(state: TenderState, at: Instant): readonly TenderCommand[] {
  const [text, reason, id] = ['文字', '理由', 'new'];
  const documents = [exampleDocument()];
  const { schedule } = state.draft;
  return [
    example.clarify({ id }),
    example.object({ id }),
    example.reply('none'),
    { name: 'askQuestion', id, text },
    { name: 'answerQuestion', questionId: 'none', text },
    { name: 'submitApplication', id, documents },
    { name: 'concludeFirstStage', admitted: [], rejected: [], committee: [], documents, schedule },
    { name: 'signInAtOpening' },
    { name: 'confirmOpening' },
    example.report(),
    example.publish(),
    example.award('none'),
    example.cancelAward(),
    example.sign(),
    example.returnSecurity(),
    example.writeReport(),
    { name: 'terminateTender', reason },
    { name: 'issueInstruction', id, kind: 'suspend', basis: 'INT-06', text, dueAt: null },
    { name: 'acknowledgeInstruction', instructionId: 'none' },
    { name: 'reportInstruction', instructionId: 'none', text, documents },
    { name: 'closeInstruction', instructionId: 'none' },
    { name: 'rederiveDeadlines' },
    { name: 'remindDuty', dutyId: 'none' },
    { name: 'escalateDuty', dutyId: 'none', reason },
    { name: 'extendDuty', dutyId: 'none', reason, toAt: at + 1 },
  ];
}

const NOT_THEY = ['wrong-role', 'not-your-tender', 'own-tender'];
const NOTHING_OPEN = /^no-open-/;

/** What an action says and `admit` does not, for one command of its kind; empty: they agree. */
function disagreements(state: TenderState, at: Instant): string[] {
  const ctx = lawAt(state.launchedAt, state.draft.regime);
  const found: string[] = [];
  for (const actor of ACTORS) {
    const actions = tenderActions(actor, state, at, ctx);
    for (const command of anyCommands(state, at)) {
      const codes = (given: TenderCommand) => admit(given, actor, state, at, ctx).map((one) => one.code);
      const own = actions.filter((one) => one.name === command.name);
      const they = !codes(command).some((code) => NOT_THEY.includes(code));
      if (they !== own.length > 0) found.push(`${actor.role} ${command.name}: ${codes(command).join()}`);
      for (const { of, refusals } of own) {
        const given = { ...command, ...(of && { [of.field]: of.value }) } as TenderCommand;
        const missing = refusals
          .map((one) => one.code)
          .filter((code) => !codes(given).includes(code) && !NOTHING_OPEN.test(code));
        const free = refusals.length > 0 && codes(given).length === 0;
        if (missing.length > 0 || free)
          found.push(`${actor.role} ${command.name} ${of?.value}: ${missing.join()}`);
      }
    }
  }
  return found;
}

describe('what may be done now', () => {
  it.each(PROCEDURE_IDS)('is what is admitted, whoever asks, from the notice of %s to its end', (id) => {
    const course = courseOf(id);
    const named = new Set<string>(anyCommands(course.state, course.at).map((one) => one.name));
    const listed = new Set(
      ACTORS.flatMap((one) =>
        tenderActions(one, course.state, course.at, lawAt(course.at, course.state.draft.regime)),
      ).map((one) => one.name),
    );
    expect(listed).toEqual(named);
    let states = 0;
    while (!EVERY_STAGE.over(course.state)) {
      expect(disagreements(course.state, course.at + 1)).toEqual([]);
      course.onward();
      states++;
    }
    expect(disagreements(course.state, course.at + 1)).toEqual([]);
    expect(states).toBeGreaterThan(5);
  });

  it('stands still while an objection is unanswered, and names the objection to who answers it', () => {
    const { state, at } = objected();
    expect(disagreements(state, at)).toEqual([]);
    const ctx = lawAt();
    const reply = tenderActions(agencyActor, state, at, ctx).filter((one) => one.name === 'replyObjection');
    expect(reply).toMatchObject([{ admitted: true, of: { field: 'objectionId', value: 'objection-1' } }]);
    const others = [bidderActors[1], strangerActor, supervisorActor].map((actor) =>
      JSON.stringify(tenderActions(actor, state, at, ctx)),
    );
    for (const said of others) expect(said).not.toContain('objection-1');
  });

  it('says until when one may object to each subject, by which article, and why no more', () => {
    const { state } = courseAt('open', 'documents');
    const ctx = lawAt();
    const at = (when: string) => subjects(tenderActions(bidderActors[0], state, moment(when), ctx));
    const latest = state.deadlines.find((one) => one.rule === 'ZTB-102')!;
    expect(at('2026-09-12 10:00')['documents']).toMatchObject({
      admitted: true,
      untilAt: latest.endsAt,
      rule: 'ZTB-102',
      article: latest.article,
    });
    const last = tenderActions(bidderActors[0], state, latest.endsAt - 1, ctx);
    const past = tenderActions(bidderActors[0], state, latest.endsAt, ctx);
    expect([subjects(last)['documents']?.admitted, subjects(past)['documents']?.admitted]).toEqual([
      true,
      false,
    ]);
    expect(subjects(past)['documents']).toMatchObject({ untilAt: null, refusals: [{ code: 'ZTB-102' }] });
    expect(subjects(past)['result']).toMatchObject({ admitted: false, refusals: [{ code: 'ZTB-106' }] });
  });

  it('tells who no bid security was asked of, and whose goes back', () => {
    const ctx = lawAt();
    const without = launchProcess({ bidSecurityFen: null });
    const returns = (state: TenderState) =>
      tenderActions(agencyActor, state, state.launchedAt + 1, ctx).filter(
        (one) => one.name === 'returnBidSecurity',
      );
    expect(returns(without.state)).toMatchObject([{ of: null, refusals: [{ code: 'no-bid-security' }] }]);
    expect(returns(launchProcess().state).map((one) => [one.of?.value, one.refusals[0]?.code])).toEqual([
      ['all', 'wrong-phase'],
      ['others', 'wrong-return'],
      ['withdrawn', 'wrong-return'],
    ]);
  });
});

describe('what may be done with a bid now', () => {
  const { state } = courseAt('open', 'documents');
  const actions = (given: Partial<{ actor: Actor; hasBid: boolean; at: Instant; held: boolean }>) => {
    const { actor = bidderActors[0], hasBid = false, at = state.bidDeadlineAt - 1, held = false } = given;
    const window = { ...bidWindow(state), heldOpen: held };
    return bidActions({ state, window, hasBid }, actor, at, lawAt());
  };

  it('ends with the deadline, to the millisecond, and has no known end while it is held open', () => {
    const [submit, withdraw] = actions({ hasBid: true });
    expect([submit, withdraw]).toMatchObject([
      { name: 'submitBid', admitted: true, untilAt: state.bidDeadlineAt, rule: 'ZTB-211' },
      { name: 'withdrawBid', admitted: true, untilAt: state.bidDeadlineAt, rule: 'ZTB-210' },
    ]);
    const late = actions({ hasBid: true, at: state.bidDeadlineAt });
    expect(late.map((one) => one.refusals.map(({ code }) => code))).toEqual([['ZTB-211'], ['ZTB-210']]);
    expect(actions({ held: true, at: state.bidDeadlineAt })[0]).toMatchObject({
      admitted: true,
      untilAt: null,
    });
  });

  it('is nothing once the tender is over, for that one reason', () => {
    const over = { ...state, outcome: 'terminated' as const };
    const window = bidWindow(state);
    const both = bidActions(
      { state: over, window, hasBid: true },
      bidderActors[0],
      window.untilAt - 1,
      lawAt(),
    );
    expect(both.map((one) => one.refusals.map(({ code }) => code))).toEqual([
      ['tender-over'],
      ['tender-over'],
    ]);
  });

  it('is nothing to withdraw for who has none, and nothing at all for the tender’s own side', () => {
    expect(actions({})[1]).toMatchObject({ admitted: false, refusals: [{ code: 'unknown-bid' }] });
    const own: Actor = { ...bidderActors[0], uscc: agencyActor.uscc };
    for (const actor of [own, agencyActor, supervisorActor]) expect(actions({ actor })).toEqual([]);
  });

  it('is refused as a whole for one reason, each once', () => {
    const none = platformRefusal('no-mandate', '没有委托。', 'No mandate.');
    const all = tenderActions(agencyActor, state, state.launchedAt + 1, lawAt());
    const refused = refusedActions(all, none);
    expect(new Set(refused.map((one) => one.name as CommandName))).toEqual(
      new Set(all.map((one) => one.name)),
    );
    expect(refused).toHaveLength(new Set(all.map((one) => one.name)).size);
    expect(refused.every((one) => !one.admitted && one.refusals[0] === none && one.untilAt === null)).toBe(
      true,
    );
  });
});

const subjects = (actions: readonly Action[]): Record<string, Action> =>
  Object.fromEntries(
    actions.filter((one) => one.name === 'fileObjection').map((one) => [one.of?.value ?? '', one]),
  );

/** The example with an objection to its documents that nobody answered, which has the process rest. */
function objected(): { state: TenderState; at: Instant } {
  const process = courseAt('open', 'documents');
  process.give(example.object(), bidderActors[0], '2026-09-12 10:00');
  expect(process.events.map((one) => one.name)).toContain('objectionFiled');
  return { state: process.state, at: moment('2026-09-12 11:00') };
}
