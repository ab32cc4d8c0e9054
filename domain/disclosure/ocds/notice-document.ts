import type { TenderEvent, TenderState } from '../../tender/index.ts';
import { isoShanghai } from '../../time/instant.ts';
import { KIND_NAMES } from '../announcement.ts';
import type { AnnouncementKind } from '../announcement.ts';
import { titled } from '../title.ts';
import { announcementUrl } from '../urls.ts';
import type { ReleaseContext } from './types.ts';

/** A document as OCDS describes it. */
export interface OcdsDocument {
  readonly id: string;
  readonly documentType?: string;
  readonly title: string;
  readonly url: string;
  readonly datePublished?: string;
  readonly format: string;
  readonly language: string;
}

/** The kind of announcement that each released event is published with, and its OCDS document type where the list has one. */
const NOTICES: Readonly<
  Partial<Record<TenderEvent['name'], { kind: AnnouncementKind; documentType?: string }>>
> = {
  noticePublished: { kind: 'tender-notice', documentType: 'tenderNotice' },
  clarificationIssued: { kind: 'clarification', documentType: 'clarifications' },
  bidDeadlineMoved: { kind: 'deadline-moved', documentType: 'tenderNotice' },
  processSuspended: { kind: 'suspension' },
  objectionReplied: { kind: 'objection-reply', documentType: 'complaints' },
  processResumed: { kind: 'resumption' },
  bidsOpened: { kind: 'opening-record', documentType: 'bidders' },
  candidatesPublished: { kind: 'candidate-publicity', documentType: 'evaluationReports' },
  publicityMoved: { kind: 'publicity-moved' },
  awardNoticeIssued: { kind: 'award-result', documentType: 'awardNotice' },
  contractSigned: { kind: 'contract', documentType: 'contractNotice' },
  deadlinesRederived: { kind: 'deadlines-rederived' },
  tenderFailed: { kind: 'tender-failed', documentType: 'cancellationDetails' },
};

/** The announcement's page as a document of the release that is published with it. */
export function noticeOf(event: TenderEvent, state: TenderState, ctx: ReleaseContext): OcdsDocument {
  const notice = NOTICES[event.name];
  if (notice === undefined) throw new RangeError(`no announcement for ${event.name}`);
  const kind = event.name === 'clarificationIssued' ? event.clarification.kind : notice.kind;
  return {
    id: `announcement-${ctx.releaseId}`,
    ...(notice.documentType === undefined ? {} : { documentType: notice.documentType }),
    title: titled(state, KIND_NAMES[kind]),
    url: announcementUrl(ctx.publicUrl, ctx.releaseId),
    datePublished: isoShanghai(ctx.publishedAt),
    format: 'text/html',
    language: 'zh',
  };
}
