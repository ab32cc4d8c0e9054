import { createApp } from '../api/app.ts';
import { runHeartbeat } from '../api/availability.ts';
import { openDoor } from '../api/door/server.ts';
import { serveMetrics } from '../api/metrics-server.ts';
import { openDeps } from '../api/open-deps.ts';
import { loadConfig } from '../runtime/config.ts';
import { createLogger } from '../runtime/log.ts';
import { addresses, stopSignal } from './process.ts';

const CLOSE_WITHIN_MS = 10_000;

const config = loadConfig(process.env);
const logger = createLogger('api', config.logLevel);
const { databaseUrl, temporalAddress } = addresses(config);
const { deps, close } = await openDeps(config, databaseUrl, temporalAddress, logger);
const server = openDoor(createApp(deps).callback(), config.bodies);
serveMetrics(deps.metrics.registry, config.metrics, logger);
const signal = stopSignal();
server.listen(config.http.port, config.http.host, () => {
  logger.info({ port: config.http.port, roles: config.roles }, 'api listens');
  // Bids are handed in at the trading face: what the others do does not bear on a deadline.
  if (config.roles.includes('trading')) void runHeartbeat(deps, signal);
});
signal.addEventListener('abort', () => {
  server.close(() => void close().then(() => process.exit(0)));
  // Feed readers hold their connections open: they are cut, and resume elsewhere.
  setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS / 10).unref();
});
