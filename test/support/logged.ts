import { ProblemError, type PlatformUser } from '../../rehearsal/client.ts';
import { LOG_PATHS, type LogName } from '../../domain/record/log-name.ts';
import { until } from './until.ts';

/** Waits until the published log proves an entry of a tender: numbering and checkpoints follow the acts by some moments. */
export async function logged(reader: PlatformUser, tenderId: string, event: string): Promise<void> {
  const { id, log } = await until(async () => {
    const { log, entries } = (await reader.get(`/v1/record?tenderId=${tenderId}&limit=200`)) as {
      log: LogName;
      entries: { id: string; event: string }[];
    };
    const found = entries.find((one) => one.event === event);
    return found === undefined ? null : { id: found.id, log };
  }, event);
  await until(
    () =>
      reader.get(`${LOG_PATHS[log]}/proof/${id}`).then(
        () => true,
        (error: unknown) => {
          if (error instanceof ProblemError && error.problem['code'] === 'not-in-checkpoint') return null;
          throw error;
        },
      ),
    `the proof of ${event}`,
  );
}
