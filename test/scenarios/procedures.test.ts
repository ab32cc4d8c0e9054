import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PROCEDURE_IDS, type ProcedureId } from '../../domain/procedure/index.ts';
import { exampleSupervisor } from '../../rehearsal/examples.ts';
import { rehearseAndReport } from '../../rehearsal/run.ts';
import type { End } from '../../rehearsal/scene.ts';
import type { Summary } from '../../rehearsal/summary.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { noticeOf } from '../support/procedures.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
}, 240_000);
afterAll(async () => platform.stop(), 60_000);

const rehearse = (id: ProcedureId, end: End, priorTenderId?: string): Promise<Summary> =>
  rehearseAndReport(noticeOf(id), platform, () => undefined, {
    end,
    ...(priorTenderId === undefined ? {} : { priorTenderId }),
    supervisor: () => exampleSupervisor(platform.baseUrl, platform.password),
  });

/** The steps that a procedure shows in the record, less what is secret and what every tender may have. */
const steps = (summary: Summary): string[] =>
  summary.steps
    .map((step) => step.event)
    .filter((event) => !/^(confidentialAct|clarification|objection|process|dut|step)/.test(event));

const BIDDING = ['documentsOpened', 'documentsClosed', 'bidsClosed'];
const STAGE = ['firstStageOpened', 'applicationsClosed', 'firstStageConcluded'];
const OPENING = ['keysCompleted', 'bidsOpened', 'evaluationReported'];
const PUBLICITY = ['candidatesPublished', 'publicityEnded'];
const CLOSING = ['contractSigned', 'securityReturned', 'writtenReportSubmitted', 'tenderCompleted'];

function wholeCourse(id: ProcedureId): string[] {
  const staged = id.includes('prequalified') || id === 'two-stage';
  const procurement = id.startsWith('procurement');
  return [
    'noticePublished',
    ...(staged ? STAGE : []),
    ...BIDDING,
    ...OPENING,
    ...(procurement ? [] : PUBLICITY),
    'awardNoticeIssued',
    ...(procurement ? ['securityReturned'] : []),
    ...CLOSING,
  ];
}

describe.each(PROCEDURE_IDS)('the procedure %s', (id) => {
  it('goes its whole course', async () => {
    const summary = await rehearse(id, 'awarded');
    expect(summary.refused).toBeUndefined();
    expect(summary.outcome).toBe('reported');
    expect(steps(summary)).toEqual(wholeCourse(id));
  }, 180_000);

  it('fails for want of bidders, and is held anew with a link to what failed', async () => {
    const failed = await rehearse(id, 'too-few');
    expect(failed).toMatchObject({ outcome: 'failed-fewer-than-three' });
    const again = await rehearse(id, 'all-rejected', String(failed.tenderId));
    expect(again).toMatchObject({ outcome: 'all-rejected' });
    const shown = await (await fetch(`${platform.baseUrl}/v1/tenders/${again.tenderId}`)).json();
    expect(shown).toMatchObject({
      prior: { tenderId: failed.tenderId, outcome: 'failed-fewer-than-three' },
    });
  }, 180_000);

  it('is given up by the tenderee, and what was paid goes back', async () => {
    const summary = await rehearse(id, 'terminated');
    expect(summary).toMatchObject({ outcome: 'terminated' });
    expect(steps(summary)).toContain('tenderTerminated');
  }, 180_000);

  it('is declared void by the authority', async () => {
    const summary = await rehearse(id, 'invalidated');
    expect(summary).toMatchObject({ outcome: 'invalidated' });
    expect(steps(summary).slice(-2)).toEqual(['instructionIssued', 'tenderInvalidated']);
  }, 180_000);
});
