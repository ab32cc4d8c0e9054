import { ConfigError, loadConfig } from '../runtime/config.ts';
import { createLogger } from '../runtime/log.ts';
import { developmentAuthorities, developmentFolder, developmentUrl } from '../runtime/pki/dev/authority.ts';
import { developmentServer } from '../runtime/pki/dev/responder.ts';
import { stopSignal } from './process.ts';

const config = loadConfig(process.env);
if (config.production)
  throw new ConfigError('OPENSEAL_PRODUCTION: there is no development authority in production');
const logger = createLogger('development-ca', config.logLevel);
const folder = developmentFolder(config);
const server = developmentServer(folder, await developmentAuthorities(folder, developmentUrl(config)));
const port = config.pki.developmentPort;
server.listen(port, '127.0.0.1', () => logger.info({ port }, 'development authority listens'));
stopSignal().addEventListener('abort', () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
