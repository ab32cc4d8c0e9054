import { REHEARSAL_MARK } from '../announcement.ts';
import type { PartyNotice } from './notice.ts';

/** A notice that says that it is of a rehearsal. */
export function markedRehearsal(notice: PartyNotice): PartyNotice {
  return {
    ...notice,
    titleZh: `${REHEARSAL_MARK} ${notice.titleZh}`,
    titleEn: `[Rehearsal] ${notice.titleEn}`,
  };
}
