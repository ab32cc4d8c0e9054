import { expect, it } from '@jest/globals';
import { admit, OUTCOME_NAMES, type Outcome } from '../../../../domain/tender/index.ts';
import { agencyActor } from '../../../support/drafts.ts';
import { launchProcess, lawAt, moment } from '../../../support/process.ts';

it.each(Object.keys(OUTCOME_NAMES) as Outcome[])('says in words that a tender is over as %s', (outcome) => {
  const state = { ...launchProcess().state, outcome };
  const command = { name: 'terminateTender', reason: '示例' } as const;
  const [refusal] = admit(command, agencyActor, state, moment('2026-09-20 10:00'), lawAt());
  expect(refusal?.code).toBe('tender-over');
  expect(refusal?.zh).toContain(OUTCOME_NAMES[outcome].zh);
  expect(refusal?.zh).not.toContain(outcome);
});
