import { createRequire } from 'node:module';
import { NativeConnection, Worker, type WorkflowBundleOption, type WorkerOptions } from '@temporalio/worker';
import type { Logger } from 'pino';
import { buildCalendar } from '../domain/time/calendar.ts';
import type { Config } from '../runtime/config.ts';
import { historyCodec } from '../runtime/engine/codec.ts';
import { Engine } from '../runtime/engine/engine.ts';
import { createSigner } from '../runtime/signing.ts';
import { createBlobStore } from '../runtime/storage/index.ts';
import { createVault, historyKey } from '../runtime/vault.ts';
import { holidayNotices, openStore, type Store } from '../store/index.ts';
import { createDecisions } from './decisions/index.ts';
import { createDelivery } from './delivery/lanes.ts';
import { openBids } from './opening/open-bids.ts';
import type { DeliveryActivities, TenderActivities } from './types.ts';

export interface WorkerOptionsGiven {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** A bundle made before, so that several workers of one process need not bundle again. */
  readonly workflowBundle?: WorkflowBundleOption;
  /** Told when the worker polls. */
  readonly onReady?: () => void;
}

/** Everything a worker does, made of what it is given. */
export async function createActivities(
  config: Config,
  store: Store,
  engine: Engine,
  logger: Logger,
): Promise<TenderActivities & DeliveryActivities> {
  const { ocidPrefix, platformName } = config;
  const deps = {
    store,
    logger,
    platform: { publicUrl: config.http.publicUrl, platformName, ocidPrefix },
    calendar: async () => buildCalendar(await holidayNotices(store.em())),
    wake: (lane: string) =>
      engine.wakeDelivery(lane).catch((error: unknown) => {
        // The housekeeper finds lanes whose wake was lost.
        logger.warn({ lane, reason: String(error) }, 'delivery lane not woken');
      }),
    blobs: createBlobStore(config.storage),
    vault: await createVault(config.keysDir),
    signer: await createSigner(config.keysDir),
  };
  return {
    ...createDecisions(deps),
    ...createDelivery(deps),
    openBids: async ({ tenderId }) => {
      const decided = await openBids(deps, tenderId);
      await deps.wake(`tender:${tenderId}`);
      return decided;
    },
  };
}

/** Runs a worker until the signal says stop; running activities are given their time to end. */
export async function startWorker(given: WorkerOptionsGiven): Promise<void> {
  const { config, logger, signal } = given;
  const { namespace, taskQueue, tls, apiKey } = config.temporal;
  const codec = historyCodec([await historyKey(config.keysDir)]);
  const store = await openStore({ databaseUrl: given.databaseUrl });
  const engine = new Engine({ address: given.temporalAddress, namespace, taskQueue, codec, tls, apiKey });
  const connection = await NativeConnection.connect({
    address: given.temporalAddress,
    ...(tls ? { tls } : {}),
    ...(apiKey === undefined ? {} : { apiKey }),
  });
  try {
    const workflows: Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath'> =
      given.workflowBundle === undefined
        ? { workflowsPath: createRequire(import.meta.url).resolve('../workflows/index.ts') }
        : { workflowBundle: given.workflowBundle };
    const worker = await Worker.create({
      ...workflows,
      connection,
      namespace,
      taskQueue,
      activities: await createActivities(config, store, engine, logger),
      dataConverter: { payloadCodecs: [codec] },
      maxConcurrentActivityTaskExecutions: 16,
      shutdownGraceTime: '10 seconds',
    });
    const stop = (): void => worker.shutdown();
    signal.addEventListener('abort', stop);
    given.onReady?.();
    logger.info({ taskQueue }, 'worker polls');
    if (signal.aborted) stop();
    await worker.run();
  } finally {
    await engine.close();
    await connection.close();
    await store.close();
  }
}
