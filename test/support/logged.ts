import { ProblemError, type PlatformUser } from '../../rehearsal/client.ts';
import { until } from './until.ts';

/** Waits until the published log proves an entry of a tender: numbering and checkpoints follow the acts by some moments. */
export async function logged(reader: PlatformUser, tenderId: string, event: string): Promise<void> {
  const id = await until(async () => {
    const { entries } = (await reader.get(`/v1/record?tenderId=${tenderId}&limit=200`)) as {
      entries: { id: string; event: string }[];
    };
    return entries.find((one) => one.event === event)?.id ?? null;
  }, event);
  await until(
    () =>
      reader.get(`/log/proof/${id}`).then(
        () => true,
        (error: unknown) => {
          if (error instanceof ProblemError && error.problem['code'] === 'not-in-checkpoint') return null;
          throw error;
        },
      ),
    `the proof of ${event}`,
  );
}
