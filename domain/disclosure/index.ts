/**
 * What the law makes public, as pure functions of an event and the state after it:
 *
 *   announcementOf(event, state, ctx)   the Chinese announcement, or null where the law calls for none
 *   renderPage(announcement, ctx)       its page: complete, printable, without scripts
 *   releaseOf(event, state, ctx)        the same step as an OCDS 1.1.5 release; null exactly when there is no announcement
 *   releasePackage, recordPackage       OCDS packages of releases
 *   noticesOf(event, state)             what is to be told to which parties and authorities
 *   recipientsOf(notice, state, known)  the parties a notice goes to
 */
export type {
  Announcement,
  AnnouncementContext,
  AnnouncementKind,
  DocumentLink,
  Row,
  Section,
  Table,
} from './announcement.ts';
export { kindName } from './announcements/kinds.ts';
export { KIND_NAMES, REHEARSAL_BANNER, REHEARSAL_MARK } from './announcement.ts';
export { announcementOf } from './announcements/announcement-of.ts';
export type { PageContext } from './page/page.ts';
export { renderPage } from './page/page.ts';
export type { Release, ReleaseContext } from './ocds/types.ts';
export { releaseOf } from './ocds/release.ts';
export { ocidOf, parseOcid } from './ocds/ocid.ts';
export type { PackageContext } from './ocds/packages.ts';
export { recordPackage, releasePackage } from './ocds/packages.ts';
export { recordPackageSchema, releasePackageSchema } from './ocds/schema.ts';
export type { KnownParties, NoticeAudience, PartyNotice } from './notices/notice.ts';
export { recipientsOf } from './notices/recipients.ts';
export { concealParties } from './secrets.ts';
export { noticesOf } from './notices/notices-of.ts';
