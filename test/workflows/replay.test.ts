import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import proto from '@temporalio/proto';

const folder = path.resolve(import.meta.dirname, '../histories');
const files = readdirSync(folder).filter((file) => file.endsWith('.pb'));
const read = (file: string) =>
  proto.temporal.api.history.v1.History.decode(readFileSync(path.join(folder, file)));

/** Replays each history on the workflow code of a file; gives the names of the errors, by history. */
async function replay(workflowsPath: string): Promise<Record<string, string>> {
  const [replayer, workflows] = ['replayer.ts', workflowsPath].map((file) =>
    path.resolve(import.meta.dirname, file),
  );
  const { stdout } = await promisify(execFile)(process.execPath, [replayer!, workflows!]);
  return JSON.parse(stdout) as Record<string, string>;
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

  it('has those of a tender that takes no moment between two steps for rest', () => {
    const runs = files.filter((file) => file.startsWith('rested-tender-'));
    expect(runs).toHaveLength(9);
    for (const file of runs) {
      const { events } = read(file);
      const patches = (events ?? []).filter(
        (event) => event.markerRecordedEventAttributes?.markerName === 'core_patch',
      );
      expect(patches.length).toBeGreaterThanOrEqual(2);
    }
  });

  it('has those of a tender whose closing failed, and was taken again while a command was decided', () => {
    const results = (file: string): string[] =>
      (read(file).events ?? []).flatMap(({ activityTaskCompletedEventAttributes: completed }) =>
        (completed?.result?.payloads ?? []).map(({ data }) => Buffer.from(data ?? []).toString('utf8')),
      );
    const runs = files.filter((file) => file.startsWith('failing-steps-'));
    const failing = runs.flatMap(results).filter((result) => result.includes('"failing":true'));
    expect(failing.length).toBeGreaterThanOrEqual(1);
    expect(runs.flatMap(results).join()).toContain('"status":"set-aside"');
  });

  it('replay on the workflow code as it stands', async () => {
    expect(await replay('../../workflows/index.ts')).toEqual({});
  });

  it('do not replay when the order of steps is changed', async () => {
    const failures = await replay('./planted/index.ts');
    expect(Object.values(failures)).toContain('DeterminismViolationError');
    expect(failures['complaint-0.pb']).toBe('DeterminismViolationError');
  });
});
