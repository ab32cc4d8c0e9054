import path from 'node:path';
import { loadConfig } from '../runtime/config.ts';
import { readIfThere } from '../runtime/files.ts';
import { startReceiver } from '../rehearsal/receiver.ts';
import { stopSignal } from './process.ts';

const config = loadConfig(process.env);
const dir = path.join(config.dataDir, 'receiver');
const { server } = await startReceiver({
  port: config.receiverPort,
  host: '127.0.0.1',
  secret: async () => (await readIfThere(path.join(dir, 'secret')))?.trim() ?? null,
  file: path.join(dir, 'received.jsonl'),
});
stopSignal().addEventListener('abort', () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
