import { describe, expect, it } from '@jest/globals';
import { PROCEDURE_IDS } from '../../../domain/procedure/index.ts';
import { tenderDues } from '../../../domain/tender/dues.ts';
import { decideStep, type TenderState } from '../../../domain/tender/index.ts';
import { tenderWork } from '../../../domain/tender/work.ts';
import { courseOf, EVERY_STAGE, type EveryStage } from '../../support/course.ts';
import { agencyActor, bidderActors, exampleDraft, supervisorActor } from '../../support/drafts.ts';
import { orderOf } from '../../support/onward.ts';
import { exampleCommands as example, launchProcess, lawAt, processAt } from '../../support/process.ts';

/** Every state in which a procedure waits, by the stage that it came to. */
function statesOf(procedure: (typeof PROCEDURE_IDS)[number]): [EveryStage, TenderState][] {
  const states: [EveryStage, TenderState][] = [];
  for (const stage of Object.keys(EVERY_STAGE) as EveryStage[]) {
    try {
      states.push([stage, courseOf(procedure).until(stage).state]);
    } catch {
      // A stage that the procedure does not have.
    }
  }
  return states;
}

const named = (state: TenderState, kind: string) => tenderWork(state).filter((one) => one.kind === kind);

describe.each(PROCEDURE_IDS)('the open work of %s', (procedure) => {
  const states = statesOf(procedure);

  it('has in every state what the clock brings about, at its instant, once', () => {
    expect(states.length).toBeGreaterThan(4);
    for (const [stage, state] of states) {
      const work = tenderWork(state);
      for (const { step, dueAt } of tenderDues(state)) {
        const key = step.name === 'timeOutDuty' ? step.dutyId : step.name;
        const found = work.filter((one) => one.key === `${state.id}/${key}`);
        expect([stage, key, found.map(({ at, falls }) => [at, falls])]).toEqual([
          stage,
          key,
          [[dueAt, true]],
        ]);
      }
      const falls = work.filter((one) => one.falls && one.kind !== 'opening');
      expect([stage, falls.length]).toEqual([stage, tenderDues(state).length]);
      expect(new Set(work.map(({ kind, key }) => `${kind} ${key}`)).size).toBe(work.length);
    }
  });

  it('is of the tenderee and its agency, but for the steps of the clock', () => {
    const { tenderee, agency } = exampleDraft();
    for (const [, state] of states)
      for (const { kind, owner } of tenderWork(state))
        expect(owner).toEqual(
          kind === 'step' || kind === 'opening'
            ? { role: 'administrator', uscc: null, agentUscc: null }
            : { role: 'tenderee', uscc: tenderee.uscc, agentUscc: agency!.uscc },
        );
  });

  it('has the opening exactly while bids are opened', () => {
    for (const [stage, state] of states)
      expect([stage, named(state, 'opening').map(({ at }) => at)]).toEqual([
        stage,
        state.phase === 'opening' ? [state.decryptionEndsAt] : [],
      ]);
  });
});

describe('a step of the clock', () => {
  it('is not open while the process rests, exactly where it would not be taken', () => {
    const suspension = { sinceAt: 0, rule: 'ZTB-104', grounds: [], orderedSinceAt: null };
    const seen = new Set<string>();
    for (const procedure of PROCEDURE_IDS)
      for (const [, { suspension: _none, ...state }] of statesOf(procedure)) {
        const resting = { ...state, suspension };
        for (const { step, dueAt } of tenderDues(resting)) {
          if (step.name === 'timeOutDuty' || step.name === 'endSuspension') continue;
          const taken = step.name === 'closeBids' ? { ...step, bidCount: 3, bidderCount: 3 } : step;
          const law = lawAt(resting.launchedAt, resting.draft.regime);
          const happens = decideStep(taken, resting, dueAt, law).length > 0;
          const open = tenderWork(resting).some(({ key }) => key === `${resting.id}/${step.name}`);
          expect([procedure, step.name, open]).toEqual([procedure, step.name, happens]);
          seen.add(`${step.name} ${open}`);
        }
      }
    expect([...seen].toSorted()).toEqual([
      'closeApplications false',
      'closeBids false',
      'closeDocuments true',
      'endPublicity false',
      'openDocuments true',
      'openFirstStage true',
    ]);
  });
});

describe('a duty', () => {
  it('stays when it timed out, until it is met', () => {
    const process = processAt('documents');
    process.give(example.object(), bidderActors[0], '2026-09-14 10:00');
    const duties = () => named(process.state, 'duty').map(({ key, falls }) => [key, falls]);
    const key = `${process.state.id}/reply:objection-1`;
    expect(duties()).toEqual([[key, true]]);
    process.step({ name: 'timeOutDuty', dutyId: 'reply:objection-1' }, '2026-09-18 00:00');
    expect(duties()).toEqual([[key, false]]);
    process.give(example.reply(), agencyActor, '2026-09-18 10:00');
    expect(duties()).toEqual([]);
  });
});

describe('an instruction', () => {
  it('is open until it is acknowledged, and by an order to suspend no instant of the process comes', () => {
    const process = processAt('bidding');
    const steps = () => named(process.state, 'step').map(({ body }) => (body as { step: string }).step);
    expect(steps()).toEqual(['closeBids']);
    process.give(orderOf('suspend', process.state, 'order-1'), supervisorActor, '2026-09-22 10:00');
    expect(named(process.state, 'instruction').map(({ key }) => key)).toEqual([
      `${process.state.id}/order-1`,
    ]);
    expect(steps()).not.toContain('closeBids');
    process.give(
      { name: 'acknowledgeInstruction', instructionId: 'order-1' },
      agencyActor,
      '2026-09-22 11:00',
    );
    expect(named(process.state, 'instruction')).toEqual([]);
  });
});

describe('what is open before anything is owed', () => {
  it('is the first step alone', () => {
    const { state } = launchProcess();
    expect(tenderWork(state)).toEqual([
      {
        kind: 'step',
        key: `${state.id}/openDocuments`,
        at: state.documentsIssuedFromAt,
        falls: true,
        owner: { role: 'administrator', uscc: null, agentUscc: null },
        body: { step: 'openDocuments', dueAt: state.documentsIssuedFromAt },
      },
    ]);
  });
});
