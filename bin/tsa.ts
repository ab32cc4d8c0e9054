import { loadConfig } from '../runtime/config.ts';
import { createLogger } from '../runtime/log.ts';
import { developmentAuthority, developmentTsa } from '../runtime/timestamps/development-tsa.ts';
import { stopSignal } from './process.ts';

/** The time-stamping authority of an embedded installation, for development alone, on loopback alone. */
const config = loadConfig(process.env);
const logger = createLogger('tsa', config.logLevel);
if (config.production) {
  logger.error('OPENSEAL_PRODUCTION=true refuses the time-stamping authority for development');
  process.exit(1);
}
const { signer } = await developmentAuthority(config.keysDir);
const server = developmentTsa(signer);
const port = config.timestamps.developmentPort;
server.listen(port, '127.0.0.1', () =>
  logger.info({ port }, 'time-stamping authority for development listens'),
);
stopSignal().addEventListener('abort', () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
