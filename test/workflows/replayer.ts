import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import proto from '@temporalio/proto';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';

/**
 * `node replayer.ts WORKFLOWS`: replays every recorded history on the workflow code of a file, and prints what went
 * wrong as one JSON object: the names of the errors by that of the history. A process of its own, because the
 * engine's library leaves a hook on every promise of the process in which it replays.
 */
const [workflowsPath] = process.argv.slice(2);
if (workflowsPath === undefined) throw new Error('which workflows?');

// A planted fault makes the engine's core complain, which is what is asked for.
Runtime.install({
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: { logging: { filter: 'OFF', forward: {} } },
});
const workflowBundle = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
const folder = path.resolve(import.meta.dirname, '../histories');
const failures: Record<string, string> = {};
for (const file of readdirSync(folder).filter((name) => name.endsWith('.pb'))) {
  const history = proto.temporal.api.history.v1.History.decode(readFileSync(path.join(folder, file)));
  try {
    await Worker.runReplayHistory({ workflowBundle, replayName: file }, history, 'tender/replayed');
  } catch (error) {
    failures[file] = error instanceof Error ? error.name : String(error);
  }
}
process.stdout.write(JSON.stringify(failures));
