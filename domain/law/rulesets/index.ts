import type { Ruleset } from '../types.ts';
import { cnGovernmentProcurement as procurement2018 } from './cn-government-procurement-2018-03-01.ts';
import { cnGovernmentProcurement as procurement2020 } from './cn-government-procurement-2020-03-01.ts';
import { cnGovernmentProcurement as procurement2021 } from './cn-government-procurement-2021-01-01.ts';
import { cnTendering as from2019 } from './cn-tendering-2019-03-02.ts';
import { cnTendering as from2021 } from './cn-tendering-2021-01-01.ts';
import { cnTendering as from2022 } from './cn-tendering-2022-09-01.ts';
import { cnTendering as from2027 } from './cn-tendering-2027-09-01.ts';

/** Every ruleset there is, regime by regime by the day it came into force. Within a regime their times follow one another without gap or overlap. */
export const rulesets: readonly Ruleset[] = Object.freeze([
  from2019,
  from2021,
  from2022,
  from2027,
  procurement2018,
  procurement2020,
  procurement2021,
]);
