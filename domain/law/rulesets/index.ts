import type { Regime, Ruleset } from '../types.ts';
import { cnGovernmentProcurement } from './cn-government-procurement.ts';
import { cnTendering } from './cn-tendering.ts';

/** Every ruleset there is, regime by regime by the day it came into force. Within a regime their times follow one another without gap or overlap. */
export const rulesets: readonly Ruleset[] = Object.freeze([...cnTendering, ...cnGovernmentProcurement]);

/**
 * From when on a regime's rulesets have every rule that the platform acts on. The older ones are there to be
 * read, and for replays, which say what they lack: before 电子招标投标办法 nothing was tendered
 * online, and of procurement before 87号令 and 94号令 the orders then in force were not found.
 */
export const WHOLE_SINCE: Readonly<Record<Regime, string>> = {
  tendering: '2013-05-01',
  'government-procurement': '2018-03-01',
};
