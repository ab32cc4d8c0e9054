import { describe, expect, it } from '@jest/globals';
import { PROCEDURE_IDS } from '../../../domain/procedure/index.ts';
import {
  apply,
  currentDraft,
  currentState,
  decide,
  type FirstStageConclusion,
  type TenderDraft,
  type TenderState,
} from '../../../domain/tender/index.ts';
import { courseAt, text } from '../../support/course.ts';
import { agencyActor, bidderActors, exampleDraft, supervisorActor } from '../../support/drafts.ts';
import { orderOf } from '../../support/onward.ts';
import {
  bidder,
  exampleCommands as example,
  lawAt,
  moment,
  processAt,
  STAGES,
} from '../../support/process.ts';

const stored = (state: TenderState): TenderState => JSON.parse(JSON.stringify(state)) as TenderState;

/** A draft as it was stored before there were several procedures. */
function olderDraft(draft: TenderDraft): TenderDraft {
  const {
    methodReason: _1,
    invitees: _2,
    firstStage: _3,
    lot: _4,
    prior: _5,
    signatures: _6,
    ...older
  } = draft;
  return older as TenderDraft;
}

/** An open tender as it was stored then: without the later members, and suspended by the ids of objections. */
function olderState(state: TenderState): TenderState {
  const {
    procedure: _1,
    instructions: _2,
    firstStage: _3,
    admitted: _4,
    questions: _8,
    cancelledAwards: _9,
    ...rest
  } = stored(state);
  const { suspension, award } = rest;
  return {
    ...rest,
    award: award && (({ documents: _7, ...before }) => before)(award),
    openedBids: rest.openedBids?.map(({ signed: _6, ...bid }) => bid) ?? null,
    draft: olderDraft(rest.draft),
    duties: rest.duties.map(({ announcedAt: _5, ...duty }) => duty),
    suspension:
      suspension === null
        ? null
        : {
            sinceAt: suspension.sinceAt,
            rule: suspension.rule,
            objectionIds: suspension.grounds.map(({ id }) => id),
          },
  } as unknown as TenderState;
}

describe('a state that was stored', () => {
  it.each(
    PROCEDURE_IDS.flatMap((id) =>
      (['notice', 'bidding', 'contract', 'over'] as const).map((stage) => [id, stage] as const),
    ),
  )('is what it was: %s at %s', (id, stage) => {
    const { state } = courseAt(id, stage);
    expect(currentState(stored(state))).toStrictEqual(state);
    expect(currentDraft(stored(state).draft)).toStrictEqual(state.draft);
  });

  it('is what it was while an order and an objection rest it', () => {
    const process = processAt('bidding');
    process.give(example.object(), bidder, '2026-09-18 09:00');
    process.give(orderOf('suspend', process.state), supervisorActor, '2026-09-18 10:00');
    expect(currentState(stored(process.state))).toStrictEqual(process.state);
  });
});

describe('a state that an earlier version stored', () => {
  it.each(STAGES)('is brought up to date at %s', (stage) => {
    const { state } = processAt(stage);
    const older = olderState(state);
    expect(older).not.toHaveProperty('procedure');
    expect(older.draft).not.toHaveProperty('invitees');
    expect(currentState(older)).toStrictEqual(state);
    expect(currentState(currentState(older))).toStrictEqual(state);
  });

  it('rests on the grounds of the objections that it listed', () => {
    const process = processAt('bidding');
    process.give(example.object(), bidder, '2026-09-18 09:00');
    process.give(example.object({ id: 'objection-2' }), bidderActors[1], '2026-09-18 10:00');
    expect(olderState(process.state).suspension).not.toHaveProperty('grounds');
    expect(currentState(olderState(process.state))).toStrictEqual(process.state);
  });

  it('goes on under the code of today: it is replied to, and its time is given back', () => {
    const process = processAt('bidding');
    process.give(example.object(), bidder, '2026-09-19 10:00');
    const state = currentState(olderState(process.state));
    const at = moment('2026-09-25 10:00');
    const events = decide(example.reply(), agencyActor, state, state.id, at, lawAt());
    const after = events.reduce<TenderState>((before, event) => apply(event, before), state);
    process.give(example.reply(), agencyActor, text(at));
    expect(after).toStrictEqual(process.state);
    expect(after.bidDeadlineAt).toBe(moment('2026-10-06 09:00'));
  });

  it('has a first stage that was concluded without the report on it', () => {
    const { state } = courseAt('open-prequalified', 'concluded');
    const { report: _, ...conclusion } = state.firstStage!.conclusion!;
    const firstStage = { ...state.firstStage!, conclusion: conclusion as FirstStageConclusion };
    const older = stored({ ...state, firstStage });
    expect(currentState(older)).toStrictEqual(state);
  });

  it('takes a draft of then for an open tender of now', () => {
    const draft = exampleDraft();
    expect(currentDraft(olderDraft(draft))).toStrictEqual(draft);
    expect(currentDraft(draft)).toStrictEqual(draft);
  });
});
