import { runProbe } from '../api/availability.ts';
import { runForwarder } from '../api/forwarder.ts';
import { LOG_NAMES, type LogName } from '../domain/record/log-name.ts';
import { loadConfig } from '../runtime/config.ts';
import { historyCodec } from '../runtime/engine/codec.ts';
import { Engine } from '../runtime/engine/engine.ts';
import { createLogger } from '../runtime/log.ts';
import { createLogSigner } from '../runtime/signing.ts';
import { historyKeys } from '../runtime/vault.ts';
import { openWitnessClient } from '../runtime/witness/policy.ts';
import { openStore, runCheckpointer, runForgetter, runSequencer } from '../store/index.ts';
import { addresses, stopSignal } from './process.ts';

/** Numbers the record, signs its checkpoints, sends on what other processes left behind, and forgets what is kept for a time. */
const config = loadConfig(process.env);
const logger = createLogger('sequencer', config.logLevel);
const { databaseUrl, temporalAddress: address } = addresses(config);
const { namespace, taskQueue, tls, apiKey } = config.temporal;
const signal = stopSignal();
const store = await openStore({ databaseUrl, poolSize: 5 });
const engine = new Engine({
  address,
  namespace,
  taskQueue,
  codec: historyCodec(await historyKeys(config.keysDir)),
  tls,
  apiKey,
});
await Promise.all([
  ...LOG_NAMES.map(runLog),
  runForwarder({ store, engine, logger }, signal),
  runForgetter({
    store,
    signal,
    failed: (error) =>
      logger.warn({ reason: String(error) }, 'old keys were not forgotten: the next round tries again'),
  }),
  runProbe({ store, logger, url: config.probeUrl }, signal),
]);
await engine.close();
await store.close();
process.exit(0);

/** Numbers a log and signs its checkpoints. Witnesses are asked about the record; nobody is bound by a rehearsal. */
async function runLog(log: LogName): Promise<void> {
  const signer = await createLogSigner(config.keysDir, config.log.origin, log);
  const witnessesFile = log === 'record' ? config.log.witnessesFile : null;
  const witnesses = await openWitnessClient(witnessesFile, signer.vkeys, logger);
  await Promise.all([
    runSequencer({ log, databaseUrl, signal, logger, sealEveryMs: config.sealEveryMs }),
    runCheckpointer({
      log,
      databaseUrl,
      signal,
      logger,
      signer,
      stampEveryMs: config.timestamps.checkpointEveryMs,
      cosign: (checkpoint, witnessed) => witnesses.cosign(checkpoint, witnessed),
    }),
  ]);
}
