import pino, { type Logger } from 'pino';

/** How much waits for whoever reads the log; what comes beyond it is dropped. */
const WAITING_BYTES = 4 * 1024 * 1024;

/**
 * A process's structured log on stdout: JSON lines, never personal data, bids or keys. Where nobody takes them, as on a full
 * disk, lines are lost and the process goes on.
 */
export function createLogger(name: string, level: string): Logger {
  const lines = pino.destination({ fd: 1, sync: true, maxLength: WAITING_BYTES });
  lines.on('error', () => undefined);
  const options = {
    name,
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['password', 'token', 'identity', 'secret', '*.password', '*.token', '*.identity', '*.secret'],
      remove: true,
    },
  };
  return pino(options, lines);
}
