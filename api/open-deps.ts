import os from 'node:os';
import type { Logger } from 'pino';
import { rulesetById } from '../domain/law/context.ts';
import { LOG_PATHS, type LogName } from '../domain/record/log-name.ts';
import type { Policy } from '../domain/record/log/index.ts';
import type { Config } from '../runtime/config.ts';
import { historyCodec } from '../runtime/engine/codec.ts';
import { Engine } from '../runtime/engine/engine.ts';
import { createPkiThreads } from '../runtime/pki/index.ts';
import { createSigner } from '../runtime/signing.ts';
import { BidReserve, foldersOf } from '../runtime/space.ts';
import { createBlobStore, tryStorage } from '../runtime/storage/index.ts';
import { timestampRoots } from '../runtime/timestamps/index.ts';
import { createVault, historyKeys } from '../runtime/vault.ts';
import { loadWitnesses } from '../runtime/witness/policy.ts';
import { calendarSource, Intake, openStore, recordHead, type Store } from '../store/index.ts';
import type { Deps } from './deps.ts';
import { forwardCommand, tellRefused } from './forwarding.ts';
import { createAuthenticator } from './identity/create-authenticator.ts';
import { loadTokenKey } from './identity/token-key.ts';
import { LaneWaker } from './lane-waker.ts';
import { createApiMetrics } from './middleware/metrics.ts';
import { assertFitForProduction, openVerifier } from './pki/verifier.ts';
import { RecordLog } from './record/record-log.ts';
import { RecordWatch } from './record/record-watch.ts';
import { openUploads } from './uploads/tus.ts';

/** Decisions are taken elsewhere, on a calendar looked up for each; here it only refuses early. */
const CALENDAR_MAX_AGE_MS = 1_000;

/** A database that says nothing for so long is away: requests are answered 503, and do not hang (ms). */
const DATABASE_SILENT_MS = 20_000;

function openLog(store: Store, log: LogName, config: Config, witnesses: Policy): Deps['logs'][LogName] {
  return {
    watch: new RecordWatch(() => recordHead(store.em(), log)),
    provable: new RecordLog(() => store.em(), log, witnesses, config.http.publicUrl + LOG_PATHS[log]),
  };
}

async function tokensOf({ keysDir, http, tokenSeconds }: Config) {
  const key = await loadTokenKey(keysDir);
  return { key, issuer: http.publicUrl, lifetimeSeconds: tokenSeconds, now: Date.now };
}

/** Opens everything the API works with, and says how to close it again. */
export async function openDeps(
  config: Config,
  databaseUrl: string,
  temporalAddress: string,
  logger: Logger,
): Promise<{ deps: Deps; close: () => Promise<void> }> {
  const { namespace, taskQueue, tls, apiKey } = config.temporal;
  const blobs = createBlobStore(config.storage);
  await tryStorage(blobs, (line) => logger.warn(line));
  const store = await openStore({ databaseUrl, silentMs: DATABASE_SILENT_MS });
  await assertFitForProduction(store, config).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const intake = new Intake({ databaseUrl, address: `${os.hostname()}:${config.http.port}`, logger });
  const threads = createPkiThreads();
  const verifier = openVerifier(store, config, threads);
  const codec = historyCodec(await historyKeys(config.keysDir));
  const engine = new Engine({ address: temporalAddress, namespace, taskQueue, codec, tls, apiKey });
  const reserve = new BidReserve(foldersOf(config), config.space);
  const uploads = await openUploads(config, { store, reserve, logger });
  const tokens = await tokensOf(config);
  const waker = new LaneWaker(engine, logger);
  const calendar = calendarSource(store, CALENDAR_MAX_AGE_MS);
  const deps: Deps = {
    config,
    logger,
    metrics: createApiMetrics(),
    store,
    intake,
    blobs,
    reserve,
    signer: await createSigner(config.keysDir),
    vault: await createVault(config.keysDir),
    uploads,
    logs: {
      record: openLog(store, 'record', config, await loadWitnesses(config.log.witnessesFile)),
      rehearsals: openLog(store, 'rehearsals', config, await loadWitnesses(null)),
    },
    authenticator: createAuthenticator({
      store,
      tokens,
      verifier,
      passwords: config.pki.passwords,
      signInMs: config.signInMs,
    }),
    verifier,
    lawOf: async (rulesetId) => ({ ruleset: rulesetById(rulesetId), calendar: await calendar() }),
    engine,
    wakeLane: (lane) => waker.wake(lane),
    timestampRoots: await timestampRoots(config),
    forward: async (commandId) => {
      await forwardCommand({ store, engine, logger }, commandId);
    },
    tellRefused: (commandId) => tellRefused({ store, engine, logger }, commandId),
    now: Date.now,
  };
  // Bids are handed in at the trading face alone.
  if (config.roles.includes('trading')) await intake.start();
  return {
    deps,
    close: async () => {
      uploads.close();
      await intake.close();
      await waker.close();
      await engine.close();
      await threads.close();
      await store.close();
    },
  };
}
