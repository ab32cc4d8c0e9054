import type { ComplaintEventName } from '../complaint/events.ts';
import type { EventName } from '../tender/tender.ts';
import type { Audience } from './readers.ts';

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

/** Who may read what of an entry beside its public part. */
export interface Visibility {
  /**
   * open: the entry stands in the record with its public part. sealed: not even that it was done may be known or
   * counted. sealed-of-bidders: sealed where a bidder did it, else open.
   */
  readonly nature: 'open' | 'sealed' | 'sealed-of-bidders';
  /** Who did it and from where, if a bidder did or the entry is sealed. Acts of office are no secret from the authorities. */
  readonly actor: Audience;
  /** What else is only committed to. */
  readonly facts: Audience;
  /** The documents that the entry hashes, as the platform keeps them (papers.ts says which they are); of sealed bids what was in them. */
  readonly papers: Audience;
}

const NOBODY: Audience = {};
/** Acts of office: of the tender's own side, of authorities, of the administrator, of the clock. */
export const OF_OFFICE: Audience = {
  concerned: 'at-once',
  owner: 'at-once',
  asked: 'at-once',
  observing: 'at-once',
};
/** Who bids, is invited or applies, who takes documents, and how many do: secret until the opening (招标投标法 22). */
const BIDDERS: Audience = {
  concerned: 'at-once',
  owner: 'at-opening',
  asked: 'at-opening',
  observing: 'at-opening',
};
/** Applications are the tenderee's to review once their time is over. */
const APPLICANTS: Audience = { ...BIDDERS, owner: 'after-applications' };
/** The list of bids is the tenderee's from the closing on. */
const BIDS: Audience = { ...BIDDERS, owner: 'at-closing' };
/** Who objects, in words that may tell it: the tenderee answers without knowing, until the award. */
const OBJECTORS: Audience = { concerned: 'at-once', owner: 'at-award', asked: 'at-once' };
/** Who asks, and what is asked and answered, is between the two; the purchaser answers without knowing. */
const ASKERS: Audience = { ...BIDDERS, owner: 'at-award' };
/** Who complains is told to the authorities that were asked, and to no other reader of the record. */
const COMPLAINANTS: Audience = { concerned: 'at-once', asked: 'at-once' };
/** Committees, and what they found, stay secret until the result (招标投标法 37, 44). */
const COMMITTEE: Audience = { owner: 'at-once', asked: 'at-award', observing: 'at-award' };
/** Words between the two sides of an order. */
const ORDERS: Audience = { owner: 'at-once', asked: 'at-once', observing: 'at-once' };
const OWN_ONLY: Audience = { concerned: 'at-once' };
/** What everybody reads in procurement once there is a result, in whatever capacity. */
const WITH_RESULT: Audience = {
  public: 'with-result',
  bidder: 'with-result',
  concerned: 'with-result',
  winner: 'with-result',
  administrator: 'with-result',
};
/** What bidders come for: issued to them by rules of its own, and published with the result in procurement (GP-303). */
const ISSUED: Audience = { ...WITH_RESULT, owner: 'at-once' };
/** A paper of the two that made it, and of those that watch over them. */
const BETWEEN_THE_TWO: Audience = {
  winner: 'at-once',
  owner: 'at-once',
  asked: 'at-once',
  observing: 'at-once',
};
/**
 * The report on the evaluation goes to the tenderee and, with the result, to the authority (招标投标法 40, 87号令 58). Who
 * decides on a complaint may consult what it is about while there is none (条例 62, 采条 56).
 */
const EVALUATION: Audience = { ...COMMITTEE, asked: 'at-once' };
/** What was sealed is read by its bidder, by those who evaluate it, and by those who watch over them. */
const OPENED: Audience = {
  owner: 'at-opening',
  asked: 'at-opening',
  observing: 'at-opening',
};

const open = (given: Partial<Omit<Visibility, 'nature'>> = {}): Visibility => ({
  nature: 'open',
  actor: OF_OFFICE,
  facts: NOBODY,
  papers: NOBODY,
  ...given,
});
const sealed = (actor: Audience, facts: Audience = actor, papers: Audience = NOBODY): Visibility => ({
  nature: 'sealed',
  actor,
  facts,
  papers,
});
/** What follows at once from an objection may have the objector as its actor. */
const mayFollowObjection = open({ actor: OBJECTORS, facts: OF_OFFICE });
const ofComplaint = open({ actor: COMPLAINANTS, facts: COMPLAINANTS });
const ofPlatform = open({ actor: OWN_ONLY, facts: OWN_ONLY });

/**
 * The one table of who may read what of the record, and from when on. Every route, feed, stream and push that shows a
 * private part or a paper asks it (domain/visibility/private-part.ts). An event without a row does not compile.
 */
export const VISIBILITY: { readonly [Name in RecordedEvent]: Visibility } = {
  // Who is invited, and why nobody else is.
  noticePublished: open({ facts: { ...BIDDERS, owner: 'at-once' }, papers: ISSUED }),
  firstStageOpened: open(),
  applicationSubmitted: sealed(APPLICANTS, APPLICANTS, APPLICANTS),
  applicationsClosed: open({ facts: APPLICANTS }),
  applicationsDueMoved: mayFollowObjection,
  firstStageConcluded: open({
    facts: COMMITTEE,
    papers: { owner: 'at-once', asked: 'at-opening', observing: 'at-opening' },
  }),
  documentsOpened: open(),
  documentsClosed: open(),
  clarificationIssued: open({ papers: ISSUED }),
  bidDeadlineMoved: mayFollowObjection,
  objectionFiled: open({ actor: OBJECTORS, facts: OBJECTORS }),
  objectionReplied: open({ facts: { ...OBJECTORS, owner: 'at-once' } }),
  processSuspended: mayFollowObjection,
  suspensionLifted: mayFollowObjection,
  processResumed: mayFollowObjection,
  publicityMoved: mayFollowObjection,
  decryptionMoved: mayFollowObjection,
  dutiesMoved: mayFollowObjection,
  questionAsked: open({ actor: ASKERS, facts: { ...ASKERS, owner: 'at-award' } }),
  questionAnswered: open({ facts: { ...ASKERS, owner: 'at-once' } }),
  instructionIssued: open({ facts: ORDERS }),
  instructionAcknowledged: open(),
  instructionReported: open({ facts: ORDERS, papers: ORDERS }),
  instructionClosed: open(),
  bidsClosed: open(),
  keysCompleted: open(),
  bidderSignedIn: sealed(BIDDERS),
  // The hashes of all that was opened, and of each the file.
  bidsOpened: open({ facts: OPENED, papers: { ...OPENED, concerned: 'at-opening' } }),
  openingConfirmed: open({ actor: BIDDERS }),
  evaluationReported: open({ facts: COMMITTEE, papers: EVALUATION }),
  candidatesPublished: open(),
  publicityEnded: open(),
  awardNoticeIssued: open({ facts: OF_OFFICE, papers: BETWEEN_THE_TWO }),
  // Who loses an award reads what it is charged with.
  awardCancelled: open({ facts: OF_OFFICE, papers: OF_OFFICE }),
  // Procurement publishes the contract itself (GP-307).
  contractSigned: open({ papers: { ...WITH_RESULT, ...BETWEEN_THE_TWO } }),
  securityReturned: open(),
  writtenReportSubmitted: open({ facts: ORDERS, papers: ORDERS }),
  deadlinesRederived: open(),
  stepTimedOut: open(),
  dutyReminded: open(),
  stepEscalated: open({ facts: ORDERS }),
  tenderFailed: open(),
  tenderTerminated: open({ facts: ORDERS }),
  tenderInvalidated: open(),
  tenderCompleted: open(),

  complaintFiled: ofComplaint,
  complaintCorrectionRequested: ofComplaint,
  complaintCorrected: ofComplaint,
  complaintAccepted: ofComplaint,
  complaintRefused: ofComplaint,
  complaintCopiesSent: ofComplaint,
  complaintStatementMade: open({ facts: { ...COMPLAINANTS, owner: 'at-once' } }),
  excludedTimeOpened: ofComplaint,
  excludedTimeClosed: ofComplaint,
  complaintDecided: ofComplaint,
  // A clue about a party is for the authority alone: nobody is found guilty by a count.
  unfoundedComplaintsCounted: sealed({ asked: 'at-once' }),
  complaintDecisionPublished: ofComplaint,
  complaintWithdrawn: ofComplaint,
  complaintStepTimedOut: ofComplaint,
  complaintDutyReminded: ofComplaint,
  complaintDeadlinesRederived: ofComplaint,

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
