export { complainantMayBeNamed, complaintAnnouncementOf, withoutSecretNames } from './announcement.ts';
export { complaintNoticesOf } from './notices.ts';
