import type { Named } from '../../case/chapter.ts';
import type { PartyNotice } from '../../disclosure/notices/notice.ts';
import { paperNotices } from '../../disclosure/notices/paper-notices.ts';
import { ORDERS } from '../../visibility/audiences.ts';
import type { TenderState } from '../ground/state.ts';
import type { ReportEvent } from './commands-and-events.ts';

type Event<Name extends ReportEvent['name']> = Named<ReportEvent, Name>;

/** The written report reaches the authorities, in full (招标投标法 47); in procurement the contract is filed so (政府采购法 47). */
export function writtenReportNotices(
  event: Event<'writtenReportSubmitted'>,
  state: TenderState,
): PartyNotice[] {
  const last = state.writtenReports.at(-1)?.documents ?? [];
  return paperNotices(event, state, [{ event: 'writtenReportSubmitted', papers: ORDERS }], ({ document }) =>
    last.includes(document),
  ).map((notice) =>
    notice.to !== 'supervisors'
      ? notice
      : {
          ...notice,
          textZh: `${notice.textZh}\n内容：${event.text}`,
          textEn: `${notice.textEn}\nText: ${event.text}`,
        },
  );
}
