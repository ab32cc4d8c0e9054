import type { PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import { Engine } from '../../runtime/engine/engine.ts';
import { historyCodec } from '../../runtime/engine/codec.ts';
import { historyKeys } from '../../runtime/vault.ts';
import path from 'node:path';
import { tenderWorkflowId } from '../../workflows/messages.ts';
import type { TestPlatform } from './platform.ts';

const { EventType, WorkflowTaskFailedCause } = proto.temporal.api.enums.v1;
/** A message came while a task ended its run: the engine has the task done again, which is no fault of the code. */
const OVERTAKEN: readonly unknown[] = [
  WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND,
  WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_UPDATE,
];

/** One run of a tender's process, as its history tells. */
export interface Run {
  readonly runId: string;
  /** Messages of workflow tasks that failed, e.g. by non-determinism. */
  readonly failedTasks: readonly string[];
  /** The worker versions that completed its workflow tasks; none where workers are not told apart. */
  readonly buildIds: readonly string[];
}

/** Does something with the engine of a platform, as one who holds its key to the histories. */
export async function withEngine<T>(
  platform: TestPlatform,
  work: (engine: Engine, codec: PayloadCodec) => Promise<T>,
): Promise<T> {
  const codec = historyCodec(await historyKeys(path.join(platform.dataDir, 'keys')));
  const engine = new Engine({
    address: `127.0.0.1:${platform.temporalPort}`,
    namespace: 'openseal',
    taskQueue: 'openseal',
    codec,
  });
  try {
    return await work(engine, codec);
  } finally {
    await engine.close();
  }
}

/** The runs of a tender's process, oldest first. */
export async function runsOf(platform: TestPlatform, tenderId: string): Promise<Run[]> {
  return withEngine(platform, async (engine) => {
    const found: Run[] = [];
    let runId: string | undefined = await firstRun(engine, tenderId);
    while (runId !== undefined) {
      const history = await engine.client.workflow
        .getHandle(tenderWorkflowId(tenderId), runId)
        .fetchHistory();
      const events = history.events ?? [];
      found.push({
        runId,
        failedTasks: events
          .filter((event) => event.eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED)
          .map((event) => event.workflowTaskFailedEventAttributes)
          .filter((failed) => !OVERTAKEN.includes(failed?.cause))
          .map((failed) => failed?.failure?.message ?? 'failed'),
        buildIds: events.flatMap((event) => {
          const version = event.workflowTaskCompletedEventAttributes?.deploymentVersion?.buildId;
          return version ? [version] : [];
        }),
      });
      runId = events.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? undefined;
    }
    return found;
  });
}

async function firstRun(engine: Engine, tenderId: string): Promise<string | undefined> {
  const description = await engine.client.workflow.getHandle(tenderWorkflowId(tenderId)).describe();
  return description.raw.workflowExecutionInfo?.firstRunId ?? undefined;
}
