import { runProbe } from '../api/availability.ts';
import { runForwarder } from '../api/forwarder.ts';
import { loadConfig } from '../runtime/config.ts';
import { historyCodec } from '../runtime/engine/codec.ts';
import { Engine } from '../runtime/engine/engine.ts';
import { createLogger } from '../runtime/log.ts';
import { createLogSigner } from '../runtime/signing.ts';
import { historyKeys } from '../runtime/vault.ts';
import { openWitnessClient } from '../runtime/witness/policy.ts';
import { openStore, runCheckpointer, runSequencer } from '../store/index.ts';
import { addresses, stopSignal } from './process.ts';

/** Numbers the record, signs its checkpoints, and sends on what other processes left behind. */
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
const signer = await createLogSigner(config.keysDir, config.log.origin);
const witnesses = await openWitnessClient(config.log.witnessesFile, signer.vkeys, logger);
await Promise.all([
  runSequencer({ databaseUrl, signal, logger, sealEveryMs: config.sealEveryMs }),
  runCheckpointer({
    databaseUrl,
    signal,
    logger,
    signer,
    stampEveryMs: config.timestamps.checkpointEveryMs,
    cosign: (checkpoint, log) => witnesses.cosign(checkpoint, log),
  }),
  runForwarder({ store, engine, logger }, signal),
  runProbe({ store, logger, url: config.probeUrl }, signal),
]);
await engine.close();
await store.close();
process.exit(0);
