import { COMPLAINT_VISIBILITY, type ComplaintEventName } from '../complaint/complaint.ts';
import { TENDER_VISIBILITY, type EventName } from '../tender/tender.ts';
import {
  BIDDERS,
  BIDS,
  COMMITTEE,
  COMPLAINANTS,
  NOBODY,
  open,
  OWN_ONLY,
  sealed,
  type Visibility,
} from './audiences.ts';

/** Acts that the platform enters in the record beside what happens to tenders and complaints. */
export type ActName =
  | 'bidReceived'
  | 'bidReplaced'
  | 'bidWithdrawn'
  | 'documentTaken'
  | 'documentSigned'
  /** A signature on a paper of a tender that is not launched: that there is such a tender is secret. */
  | 'draftSigned'
  | 'keyReceived'
  | 'shareReceived'
  | 'commandRefused'
  /** A refused act of a bidder that would have told who objects, asks or complains. */
  | 'grievanceRefused'
  /** A batch of sealed acts, or of none: domain/record/sealed. */
  | 'actsSealed'
  | 'outageSimulated';

/** What is entered in the record of no tender. */
export type PlatformEntryName =
  | 'personRegistered'
  | 'partyRegistered'
  | 'claimDecided'
  | 'partyTransferred'
  | 'partyRenamed'
  | 'partyContactChanged'
  | 'partyKindAdded'
  | 'memberAdded'
  | 'memberRemoved'
  | 'mandateSigned'
  | 'mandateRevoked'
  | 'administratorAdded'
  | 'authorityRegistered'
  | 'authorityProfilePublished'
  | 'holidayNoticeAdded'
  | 'trustedAuthorityAdded'
  | 'trustedAuthoritySuspended'
  | 'trustedAuthorityResumed'
  | 'trustedAuthorityRemoved'
  | 'certificateRegistered'
  | 'certificateWithdrawn';

/** Everything that is ever entered in the record, by name. */
export type RecordedEvent = EventName | ComplaintEventName | ActName | PlatformEntryName;

const ofPlatform = open({ actor: OWN_ONLY, facts: OWN_ONLY });

/**
 * The one table of who may read what of the record, and from when on. Every route, feed, stream and push that shows a
 * private part or a paper asks it (domain/visibility/private-part.ts). What happens to tenders and complaints is
 * declared by their chapters. An event without a row does not compile.
 */
export const VISIBILITY: { readonly [Name in RecordedEvent]: Visibility } = {
  ...TENDER_VISIBILITY,
  ...COMPLAINT_VISIBILITY,

  bidReceived: sealed(BIDS),
  bidReplaced: sealed(BIDS),
  bidWithdrawn: sealed(BIDS),
  documentTaken: sealed(BIDDERS),
  documentSigned: { nature: 'sealed-of-bidders', actor: BIDDERS, facts: BIDDERS, papers: NOBODY },
  draftSigned: sealed({ concerned: 'at-once', owner: 'at-once' }),
  keyReceived: sealed(BIDDERS),
  shareReceived: sealed(BIDDERS),
  // The words of a refusal that were kept back may tell who applied, is invited or sits on a committee.
  commandRefused: { nature: 'sealed-of-bidders', actor: BIDDERS, facts: COMMITTEE, papers: NOBODY },
  grievanceRefused: sealed(COMPLAINANTS),
  actsSealed: open(),
  outageSimulated: open(),

  personRegistered: ofPlatform,
  partyRegistered: ofPlatform,
  claimDecided: ofPlatform,
  partyTransferred: ofPlatform,
  partyRenamed: ofPlatform,
  partyContactChanged: ofPlatform,
  partyKindAdded: ofPlatform,
  memberAdded: ofPlatform,
  memberRemoved: ofPlatform,
  mandateSigned: ofPlatform,
  mandateRevoked: ofPlatform,
  administratorAdded: ofPlatform,
  authorityRegistered: ofPlatform,
  authorityProfilePublished: ofPlatform,
  holidayNoticeAdded: ofPlatform,
  trustedAuthorityAdded: ofPlatform,
  trustedAuthoritySuspended: ofPlatform,
  trustedAuthorityResumed: ofPlatform,
  trustedAuthorityRemoved: ofPlatform,
  certificateRegistered: ofPlatform,
  certificateWithdrawn: ofPlatform,
};
