import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import proto from '@temporalio/proto';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker, type WorkflowBundle } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';

// The planted fault makes the engine's core complain, which is what is asked for.
Runtime.install({
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: { logging: { filter: 'OFF', forward: {} } },
});

const folder = path.resolve(import.meta.dirname, '../histories');
const files = readdirSync(folder).filter((file) => file.endsWith('.pb'));
const read = (file: string) =>
  proto.temporal.api.history.v1.History.decode(readFileSync(path.join(folder, file)));

async function bundle(workflowsPath: string): Promise<WorkflowBundle> {
  return bundleWorkflowCode({
    workflowsPath: path.resolve(import.meta.dirname, workflowsPath),
    logger: new DefaultLogger('ERROR'),
  });
}

/** Replays each history; gives what went wrong, by file. */
async function replay(workflowBundle: WorkflowBundle): Promise<Map<string, Error>> {
  const failures = new Map<string, Error>();
  for (const file of files) {
    try {
      // A reused context leaves a hook on every promise of this process, which later test files stumble over.
      await Worker.runReplayHistory(
        { workflowBundle, replayName: file, reuseV8Context: false },
        read(file),
        'tender/replayed',
      );
    } catch (error) {
      failures.set(file, error as Error);
    }
  }
  return failures;
}

describe('recorded histories', () => {
  it('has one for each phase of an open tender', () => {
    expect(files.filter((file) => file.startsWith('open-tender-'))).toHaveLength(9);
  });

  it('has those of a tender that was suspended, of one with a first stage, and of one that was given up', () => {
    const of = (name: string): number => files.filter((file) => file.startsWith(`${name}-`)).length;
    expect([of('supervised-tender'), of('prequalified-tender'), of('terminated-procurement')]).toEqual([
      9, 10, 3,
    ]);
  });

  it('has those of a tender whose winner fell away: the run of the contract saw two of them, and one loss', () => {
    const runs = files.filter((file) => file.startsWith('replaced-winner-'));
    expect(runs).toHaveLength(9);
    // Three commands, each an update, came to the run that waited for the contract: loss, next notice, contract.
    const { events } = read('replaced-winner-7.pb');
    const updates = (events ?? []).filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes);
    const names = updates.map(
      ({ workflowExecutionUpdateAcceptedEventAttributes: accepted }) =>
        accepted?.acceptedRequest?.input?.name,
    );
    expect(names.filter((name) => name === 'handleCommand').length).toBeGreaterThanOrEqual(3);
  });

  it('has one of a complaint, from its filing to its publication, and one whose authority was reminded', () => {
    for (const name of ['complaint-', 'reminded-complaint-'])
      expect(files.filter((file) => file.startsWith(name))).toHaveLength(1);
  });

  it('replay on the workflow code as it stands', async () => {
    expect(await replay(await bundle('../../workflows/index.ts'))).toEqual(new Map());
  });

  it('do not replay when the order of steps is changed', async () => {
    const failures = await replay(await bundle('./planted/index.ts'));
    expect([...failures.values()].some((error) => error instanceof DeterminismViolationError)).toBe(true);
    expect(failures.get('complaint-0.pb')).toBeInstanceOf(DeterminismViolationError);
  });
});
