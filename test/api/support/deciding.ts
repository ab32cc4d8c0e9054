import type { DecisionDeps } from '../../../activities/decisions/deps.ts';
import { createDecisions } from '../../../activities/decisions/index.ts';
import { buildCalendar } from '../../../domain/time/calendar.ts';
import { commandById, holidayNotices } from '../../../store/index.ts';
import type { TestPlatform } from './platform.ts';

/**
 * Has commands decided at once, by the very decisions that the engine's activities are, where a test is about
 * what an answer says and not about the engine.
 */
export function decideAtOnce(platform: TestPlatform): void {
  const { store, config } = platform.deps;
  const { platformName, ocidPrefix, http } = config;
  const decisions = createDecisions({
    store,
    platform: { platformName, ocidPrefix, publicUrl: http.publicUrl },
    calendar: async () => buildCalendar(await holidayNotices(store.em())),
    downtimeRule: config.downtimeRule,
    remindBeforeMs: 0,
    wake: () => Promise.resolve(),
  } as DecisionDeps);
  Object.assign(platform.deps, {
    forward: async (commandId: string) => {
      const command = await commandById(store.em(), commandId);
      if (command !== null) await decisions.handleCommand({ tenderId: command.tenderId, commandId });
    },
  });
}
