import { startWorker } from '../activities/worker.ts';
import { loadConfig } from '../runtime/config.ts';
import { createLogger } from '../runtime/log.ts';
import { addresses, refuseUnfit, stopSignal } from './process.ts';

const config = loadConfig(process.env);
const logger = createLogger('worker', config.logLevel);
await refuseUnfit(config, addresses(config).databaseUrl);
await startWorker({ config, ...addresses(config), logger, signal: stopSignal() });
process.exit(0);
