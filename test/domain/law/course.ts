import type { LawContext } from '../../../domain/law/context.ts';
import {
  admit,
  apply,
  decide,
  decideStep,
  type Actor,
  type SystemStep,
  type TenderCommand,
  type TenderDraft,
  type TenderState,
} from '../../../domain/tender/index.ts';
import { agencyActor } from '../../support/drafts.ts';
import { moment } from '../../support/process.ts';

/** A tender of any procedure driven through the pure functions, under a law given. */
export interface Course {
  readonly state: TenderState;
  give(command: TenderCommand, actor: Actor, at: string): void;
  step(step: SystemStep, at: string): void;
}

/** Launches a draft. Throws with the codes when anything is refused. */
export function launched(law: LawContext, draft: TenderDraft, at: string): Course {
  let state: TenderState | null = null;
  const take = (events: readonly Parameters<typeof apply>[0][]) => {
    for (const event of events) state = apply(event, state);
  };
  const give = (command: TenderCommand, actor: Actor, when: string) => {
    const refusals = admit(command, actor, state, moment(when), law);
    if (refusals.length > 0)
      throw new Error(`${command.name}: ${refusals.map((one) => one.code + one.en).join('; ')}`);
    take(decide(command, actor, state, 'tender-1', moment(when), law));
  };
  give({ name: 'launchTender', draft, rehearsal: false, ruleset: law.ruleset.id }, agencyActor, at);
  return {
    get state() {
      return state as unknown as TenderState;
    },
    give,
    step: (step, when) => take(decideStep(step, state as unknown as TenderState, moment(when), law)),
  };
}
