import pino, { type Logger } from 'pino';

/** A process's structured log on stdout: JSON lines, never personal data, bids or keys. */
export function createLogger(name: string, level: string): Logger {
  return pino({
    name,
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['password', 'token', 'identity', 'secret', '*.password', '*.token', '*.identity', '*.secret'],
      remove: true,
    },
  });
}
