export { complaintAnnouncementOf } from './announcement.ts';
export { complaintNoticesOf } from './notices.ts';
export { complainantMayBeNamed, withoutSecretNames } from './secret-names.ts';
