import type { NativeConnection } from '@temporalio/worker';

/** All workers of a platform are versions of one deployment (Temporal Worker Deployments). */
export const DEPLOYMENT = 'openseal';
const PROMOTED_WITHIN_MS = 300_000;
const LOOK_EVERY_MS = 200;

/**
 * Makes a version of the workers the current one: from then on it alone is given tasks, also those of
 * tenders that older workers began. Waits until the engine has seen its workers poll. Throws the engine's
 * error when it does not come to that.
 */
export async function promote(
  connection: NativeConnection,
  namespace: string,
  buildId: string,
  signal: AbortSignal,
): Promise<void> {
  const endsAt = Date.now() + PROMOTED_WITHIN_MS;
  for (;;) {
    try {
      await connection.workflowService.setWorkerDeploymentCurrentVersion({
        namespace,
        deploymentName: DEPLOYMENT,
        buildId,
        identity: DEPLOYMENT,
      });
      return;
    } catch (error) {
      // The deployment is not known, or its pollers are not seen, before the first polls reached the engine.
      if (signal.aborted || Date.now() > endsAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }
}
