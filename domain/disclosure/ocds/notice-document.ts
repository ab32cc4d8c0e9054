import type { TenderState } from '../../tender/ground/state.ts';
import type { TenderEvent } from '../../tender/tender.ts';
import { isoShanghai } from '../../time/instant.ts';
import type { AnnouncementKind } from '../announcement.ts';
import { kindName, kindOf } from '../announcements/kinds.ts';
import { titled } from '../title.ts';
import { announcementUrl } from '../urls.ts';
import type { ReleaseContext } from './types.ts';

/** A document as OCDS describes it. */
export interface OcdsDocument {
  readonly id: string;
  readonly documentType?: string;
  readonly title: string;
  /** Where everybody may fetch it; absent while it is had by signing in only. */
  readonly url?: string;
  readonly datePublished?: string;
  readonly format: string;
  readonly language: string;
}

/** The OCDS document type of each kind of announcement, where the list has one. */
const DOCUMENT_TYPES: Readonly<Partial<Record<AnnouncementKind, string>>> = {
  'tender-notice': 'tenderNotice',
  'prequalification-notice': 'tenderNotice',
  'invited-tender': 'tenderNotice',
  'single-source': 'tenderNotice',
  'applications-due-moved': 'tenderNotice',
  clarification: 'clarifications',
  amendment: 'clarifications',
  correction: 'clarifications',
  'deadline-moved': 'tenderNotice',
  suspension: 'tenderNotice',
  'suspension-lifted': 'tenderNotice',
  resumption: 'tenderNotice',
  'decryption-moved': 'tenderNotice',
  'deadlines-rederived': 'tenderNotice',
  'first-stage-concluded': 'tenderNotice',
  'publicity-moved': 'evaluationReports',
  'award-cancelled': 'cancellationDetails',
  'objection-reply': 'complaints',
  'opening-record': 'bidders',
  'candidate-publicity': 'evaluationReports',
  'award-result': 'awardNotice',
  contract: 'contractNotice',
  'tender-failed': 'cancellationDetails',
  termination: 'cancellationDetails',
  invalidation: 'cancellationDetails',
};

/** The announcement's page as a document of the release that is published with it. */
export function noticeOf(event: TenderEvent, state: TenderState, ctx: ReleaseContext): OcdsDocument {
  const kind = kindOf(event, state);
  if (kind === null) throw new RangeError(`no announcement for ${event.name}`);
  const documentType = DOCUMENT_TYPES[kind];
  return {
    id: `announcement-${ctx.releaseId}`,
    ...(documentType === undefined ? {} : { documentType }),
    title: titled(state, kindName(kind, state.draft)),
    url: announcementUrl(ctx.publicUrl, ctx.releaseId),
    datePublished: isoShanghai(ctx.publishedAt),
    format: 'text/html',
    language: 'zh',
  };
}
