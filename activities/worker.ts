import {
  bundleWorkflowCode,
  DefaultLogger,
  NativeConnection,
  Worker,
  type WorkerDeploymentOptions,
  type WorkflowBundle,
} from '@temporalio/worker';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Logger } from 'pino';
import { buildCalendar } from '../domain/time/calendar.ts';
import type { Config } from '../runtime/config.ts';
import { historyCodec } from '../runtime/engine/codec.ts';
import { DEPLOYMENT, promote } from '../runtime/engine/deployment.ts';
import { Engine } from '../runtime/engine/engine.ts';
import { createOutgoing } from '../runtime/outgoing.ts';
import { createSigner } from '../runtime/signing.ts';
import { createBlobStore, tryStorage, type BlobStore } from '../runtime/storage/index.ts';
import { createTimestamper } from '../runtime/timestamps/index.ts';
import { createVault, historyKeys } from '../runtime/vault.ts';
import { holidayNotices, noteFailure, openStore, type Store } from '../store/index.ts';
import { runCollector } from './collector.ts';
import { createComplaintDecisions } from './decisions/complaint.ts';
import { faultOf, isFault } from './decisions/fault.ts';
import { createDecisions } from './decisions/index.ts';
import { createDelivery } from './delivery/lanes.ts';
import { reasonOf } from './delivery/turn.ts';
import { runKeeper } from './keeper.ts';
import { openBids } from './opening/open-bids.ts';
import type { ComplaintActivities, DeliveryActivities, TenderActivities } from './types.ts';

const BUILD_ID_DIGITS = 16;

export interface WorkerOptionsGiven {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** A bundle made before, so that several workers of one process need not bundle again. */
  readonly workflowBundle?: WorkflowBundle;
  /** Told when the worker polls. */
  readonly onReady?: () => void;
}

const remindBeforeOf = ({ remindBeforeHours }: Config): number => remindBeforeHours * 3_600_000;

/** What a worker works on. */
interface Workplace {
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly engine: Engine;
}

/** Everything a worker does, made of what it is given. */
async function createActivities(
  { config, logger }: Pick<WorkerOptionsGiven, 'config' | 'logger'>,
  { store, blobs, engine }: Workplace,
): Promise<TenderActivities & ComplaintActivities & DeliveryActivities> {
  const { ocidPrefix, platformName } = config;
  const deps = {
    store,
    logger,
    platform: { publicUrl: config.http.publicUrl, platformName, ocidPrefix },
    remindBeforeMs: remindBeforeOf(config),
    calendar: async () => buildCalendar(await holidayNotices(store.em())),
    wake: (lane: string) =>
      engine.wakeDelivery(lane).catch((error: unknown) => {
        // The housekeeper finds lanes whose wake was lost.
        logger.warn({ lane, reason: String(error) }, 'delivery lane not woken');
      }),
    blobs,
    downtimeRule: config.downtimeRule,
    vault: await createVault(config.keysDir),
    outgoing: createOutgoing({ allowPrivate: config.privateWebhooks }),
    timestamper: await createTimestamper(config),
    signer: await createSigner(config.keysDir),
  };
  return {
    ...createDecisions(deps),
    ...createComplaintDecisions(deps),
    ...createDelivery(deps),
    openBids: async ({ tenderId }) => {
      const decided = await openBids(deps, tenderId).catch(async (error: unknown) => {
        const faulty = isFault(error);
        const reason = faulty ? faultOf(error) : reasonOf(error);
        // The engine tries again; until it is done the administrator sees why not.
        await noteFailure(store.em(), `opening:${tenderId}`, reason).catch((unnoted: unknown) => {
          logger.warn({ tenderId, reason: reasonOf(unnoted) }, 'failed opening not noted');
        });
        if (!faulty) throw error;
        // What does not go by itself is not to keep the tender's commands waiting.
        return { facts: null, failing: true };
      });
      await deps.wake(`tender:${tenderId}`);
      return decided;
    },
  };
}

/** The workflow code as one file: as it was bundled before, or from the sources as they are. */
export async function bundleWorkflows(bundled?: string): Promise<WorkflowBundle> {
  if (bundled !== undefined) return { code: await readFile(bundled, 'utf8') };
  return bundleWorkflowCode({
    workflowsPath: createRequire(import.meta.url).resolve('../workflows/index.ts'),
    logger: new DefaultLogger('WARN'),
  });
}

/** The version of the workers: equal code has an equal id where it was bundled from the same place in the checkout, as all our processes are. */
function buildIdOf({ code }: WorkflowBundle): string {
  return createHash('sha256').update(code).digest('hex').slice(0, BUILD_ID_DIGITS);
}

/** Live tenders move on to the current version; what they began under older code is told apart by patches. */
function deploymentOptions(buildId: string): WorkerDeploymentOptions {
  return {
    version: { deploymentName: DEPLOYMENT, buildId },
    useWorkerVersioning: true,
    defaultVersioningBehavior: 'AUTO_UPGRADE',
  };
}

/** What runs beside a worker until the signal says stop: the keeper of processes, and the collector of bytes that nothing names. */
async function watch(
  { config, databaseUrl, logger }: WorkerOptionsGiven,
  { store, blobs, engine }: Workplace,
  signal: AbortSignal,
): Promise<void> {
  const given = { databaseUrl, everyMs: config.keeperEveryMs, signal };
  await Promise.all([
    runKeeper({ store, engine, logger, remindBeforeMs: remindBeforeOf(config) }, given),
    runCollector({ store, blobs, logger }, given),
  ]);
}

/** Runs a worker, and what watches beside it, until the signal says stop; running activities are given their time to end. */
export async function startWorker(given: WorkerOptionsGiven): Promise<void> {
  const { config, logger, signal } = given;
  const { namespace, taskQueue, tls, apiKey } = config.temporal;
  const blobs = createBlobStore(config.storage);
  await tryStorage(blobs, (line) => logger.warn(line));
  const codec = historyCodec(await historyKeys(config.keysDir));
  const store = await openStore({ databaseUrl: given.databaseUrl });
  const engine = new Engine({ address: given.temporalAddress, namespace, taskQueue, codec, tls, apiKey });
  const connection = await NativeConnection.connect({
    address: given.temporalAddress,
    ...(tls ? { tls } : {}),
    ...(apiKey === undefined ? {} : { apiKey }),
  });
  try {
    const workflowBundle = given.workflowBundle ?? (await bundleWorkflows(config.temporal.bundle));
    const { versioned, promotes } = config.temporal;
    const buildId = buildIdOf(workflowBundle);
    const worker = await Worker.create({
      workflowBundle,
      ...(versioned ? { workerDeploymentOptions: deploymentOptions(buildId) } : {}),
      connection,
      namespace,
      taskQueue,
      activities: await createActivities(given, { store, blobs, engine }),
      dataConverter: { payloadCodecs: [codec] },
      maxConcurrentActivityTaskExecutions: 16,
      shutdownGraceTime: '10 seconds',
    });
    const stop = (): void => worker.shutdown();
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    const over = new AbortController();
    const running = worker.run().finally(() => over.abort());
    const ready = versioned && promotes ? promote(connection, namespace, buildId, signal) : Promise.resolve();
    await Promise.all([
      running,
      ready.then(
        () => {
          logger.info({ taskQueue, buildId: versioned ? buildId : null }, 'worker polls');
          given.onReady?.();
          return watch(given, { store, blobs, engine }, AbortSignal.any([signal, over.signal]));
        },
        (error: unknown) => {
          if (signal.aborted) return;
          worker.shutdown();
          throw error;
        },
      ),
    ]);
  } finally {
    await engine.close();
    await connection.close();
    await store.close();
  }
}
