import { describe, expect, it } from '@jest/globals';
import {
  CONFIDENTIAL,
  isSealed,
  mayRead,
  NOT_BEGUN,
  openedPart,
  READERS,
  refusalEvent,
  sealedEventsFor,
  VISIBILITY,
  type Course,
  type Reader,
  type RecordedEvent,
  type Visibility,
} from '../../../domain/visibility/index.ts';

/** The moments of a tender, each after the one before; what opens stays open. */
const MOMENTS = ['launch', 'applications', 'closing', 'opening', 'publicity', 'award'] as const;
type Moment = (typeof MOMENTS)[number];

const courseAt = (moment: Moment, procurement: boolean): Course => {
  const past = (one: Moment): boolean => MOMENTS.indexOf(one) <= MOMENTS.indexOf(moment);
  return {
    applicationsClosed: past('applications'),
    bidsClosed: past('closing'),
    bidsOpened: past('opening'),
    published: past('publicity'),
    awarded: past('award'),
    documentsWithResult: procurement,
  };
};

/**
 * Restated here, by hand: what each entry is to the public; who reads who acted, where a bidder did or the act is sealed;
 * who reads the facts kept back; who reads the papers. `-` is nobody. O owner, A asked authority, V observing authority,
 * C concerned, W winner, * everybody. A number is the moment (0 launch .. 5 award); `p` is procurement only.
 */
const EXPECTED: Record<RecordedEvent, readonly [nature: string, who: string, facts: string, papers: string]> =
  {
    noticePublished: ['open', 'C0 O0 A0 V0', 'C0 O0 A3 V3', 'O0 *5p'],
    firstStageOpened: ['open', 'C0 O0 A0 V0', '-', '-'],
    applicationSubmitted: ['sealed', 'C0 O1 A3 V3', 'C0 O1 A3 V3', 'C0 O1 A3 V3'],
    applicationsClosed: ['open', 'C0 O0 A0 V0', 'C0 O1 A3 V3', '-'],
    applicationsDueMoved: ['open', 'C0 O5 A0', 'C0 O0 A0 V0', '-'],
    firstStageConcluded: ['open', 'C0 O0 A0 V0', 'O0 A5 V5', 'O0 A3 V3'],
    documentsOpened: ['open', 'C0 O0 A0 V0', '-', '-'],
    documentsClosed: ['open', 'C0 O0 A0 V0', '-', '-'],
    clarificationIssued: ['open', 'C0 O0 A0 V0', '-', 'O0 *5p'],
    bidDeadlineMoved: ['open', 'C0 O5 A0', 'C0 O0 A0 V0', '-'],
    objectionFiled: ['open', 'C0 O5 A0', 'C0 O5 A0', '-'],
    objectionReplied: ['open', 'C0 O0 A0 V0', 'C0 O0 A0', '-'],
    processSuspended: ['open', 'C0 O5 A0', 'C0 O0 A0 V0', '-'],
    suspensionLifted: ['open', 'C0 O5 A0', 'C0 O0 A0 V0', '-'],
    processResumed: ['open', 'C0 O5 A0', 'C0 O0 A0 V0', '-'],
    publicityMoved: ['open', 'C0 O5 A0', 'C0 O0 A0 V0', '-'],
    decryptionMoved: ['open', 'C0 O5 A0', 'C0 O0 A0 V0', '-'],
    dutiesMoved: ['open', 'C0 O5 A0', 'C0 O0 A0 V0', '-'],
    questionAsked: ['open', 'C0 O5 A3 V3', 'C0 O5 A3 V3', '-'],
    questionAnswered: ['open', 'C0 O0 A0 V0', 'C0 O0 A3 V3', '-'],
    instructionIssued: ['open', 'C0 O0 A0 V0', 'O0 A0 V0', '-'],
    instructionAcknowledged: ['open', 'C0 O0 A0 V0', '-', '-'],
    instructionReported: ['open', 'C0 O0 A0 V0', 'O0 A0 V0', 'O0 A0 V0'],
    instructionClosed: ['open', 'C0 O0 A0 V0', '-', '-'],
    bidsClosed: ['open', 'C0 O0 A0 V0', '-', '-'],
    keysCompleted: ['open', 'C0 O0 A0 V0', '-', '-'],
    bidderSignedIn: ['sealed', 'C0 O3 A3 V3', 'C0 O3 A3 V3', '-'],
    bidsOpened: ['open', 'C0 O0 A0 V0', 'O3 A3 V3', 'C3 O3 A3 V3'],
    openingConfirmed: ['open', 'C0 O3 A3 V3', '-', '-'],
    evaluationReported: ['open', 'C0 O0 A0 V0', 'O0 A5 V5', 'O0 A0 V5'],
    candidatesPublished: ['open', 'C0 O0 A0 V0', '-', '-'],
    publicityEnded: ['open', 'C0 O0 A0 V0', '-', '-'],
    awardNoticeIssued: ['open', 'C0 O0 A0 V0', 'C0 O0 A0 V0', 'W0 O0 A0 V0'],
    awardCancelled: ['open', 'C0 O0 A0 V0', 'C0 O0 A0 V0', 'C0 O0 A0 V0'],
    contractSigned: ['open', 'C0 O0 A0 V0', '-', 'W0 O0 A0 V0 *5p'],
    securityReturned: ['open', 'C0 O0 A0 V0', '-', '-'],
    writtenReportSubmitted: ['open', 'C0 O0 A0 V0', 'O0 A0 V0', 'O0 A0 V0'],
    deadlinesRederived: ['open', 'C0 O0 A0 V0', '-', '-'],
    stepTimedOut: ['open', 'C0 O0 A0 V0', '-', '-'],
    dutyReminded: ['open', 'C0 O0 A0 V0', '-', '-'],
    stepEscalated: ['open', 'C0 O0 A0 V0', 'O0 A0 V0', '-'],
    tenderFailed: ['open', 'C0 O0 A0 V0', '-', '-'],
    tenderTerminated: ['open', 'C0 O0 A0 V0', 'O0 A0 V0', '-'],
    tenderInvalidated: ['open', 'C0 O0 A0 V0', '-', '-'],
    tenderCompleted: ['open', 'C0 O0 A0 V0', '-', '-'],
    complaintFiled: ['open', 'C0 A0', 'C0 A0', '-'],
    complaintCorrectionRequested: ['open', 'C0 A0', 'C0 A0', '-'],
    complaintCorrected: ['open', 'C0 A0', 'C0 A0', '-'],
    complaintAccepted: ['open', 'C0 A0', 'C0 A0', '-'],
    complaintRefused: ['open', 'C0 A0', 'C0 A0', '-'],
    complaintCopiesSent: ['open', 'C0 A0', 'C0 A0', '-'],
    complaintStatementMade: ['open', 'C0 O0 A0 V0', 'C0 O0 A0', '-'],
    excludedTimeOpened: ['open', 'C0 A0', 'C0 A0', '-'],
    excludedTimeClosed: ['open', 'C0 A0', 'C0 A0', '-'],
    complaintDecided: ['open', 'C0 A0', 'C0 A0', '-'],
    unfoundedComplaintsCounted: ['sealed', 'A0', 'A0', '-'],
    complaintDecisionPublished: ['open', 'C0 A0', 'C0 A0', '-'],
    complaintWithdrawn: ['open', 'C0 A0', 'C0 A0', '-'],
    complaintStepTimedOut: ['open', 'C0 A0', 'C0 A0', '-'],
    complaintDutyReminded: ['open', 'C0 A0', 'C0 A0', '-'],
    complaintDeadlinesRederived: ['open', 'C0 A0', 'C0 A0', '-'],
    bidReceived: ['sealed', 'C0 O2 A3 V3', 'C0 O2 A3 V3', '-'],
    bidReplaced: ['sealed', 'C0 O2 A3 V3', 'C0 O2 A3 V3', '-'],
    bidWithdrawn: ['sealed', 'C0 O2 A3 V3', 'C0 O2 A3 V3', '-'],
    documentTaken: ['sealed', 'C0 O3 A3 V3', 'C0 O3 A3 V3', '-'],
    documentSigned: ['sealed of bidders', 'C0 O3 A3 V3', 'C0 O3 A3 V3', '-'],
    draftSigned: ['sealed', 'C0 O0', 'C0 O0', '-'],
    keyReceived: ['sealed', 'C0 O3 A3 V3', 'C0 O3 A3 V3', '-'],
    shareReceived: ['sealed', 'C0 O3 A3 V3', 'C0 O3 A3 V3', '-'],
    commandRefused: ['sealed of bidders', 'C0 O3 A3 V3', 'O0 A5 V5', '-'],
    grievanceRefused: ['sealed', 'C0 A0', 'C0 A0', '-'],
    actsSealed: ['open', 'C0 O0 A0 V0', '-', '-'],
    outageSimulated: ['open', 'C0 O0 A0 V0', '-', '-'],
    personRegistered: ['open', 'C0', 'C0', '-'],
    partyRegistered: ['open', 'C0', 'C0', '-'],
    claimDecided: ['open', 'C0', 'C0', '-'],
    partyTransferred: ['open', 'C0', 'C0', '-'],
    partyRenamed: ['open', 'C0', 'C0', '-'],
    partyContactChanged: ['open', 'C0', 'C0', '-'],
    partyKindAdded: ['open', 'C0', 'C0', '-'],
    memberAdded: ['open', 'C0', 'C0', '-'],
    memberRemoved: ['open', 'C0', 'C0', '-'],
    mandateSigned: ['open', 'C0', 'C0', '-'],
    mandateRevoked: ['open', 'C0', 'C0', '-'],
    administratorAdded: ['open', 'C0', 'C0', '-'],
    authorityRegistered: ['open', 'C0', 'C0', '-'],
    authorityProfilePublished: ['open', 'C0', 'C0', '-'],
    holidayNoticeAdded: ['open', 'C0', 'C0', '-'],
    trustedAuthorityAdded: ['open', 'C0', 'C0', '-'],
    trustedAuthoritySuspended: ['open', 'C0', 'C0', '-'],
    trustedAuthorityResumed: ['open', 'C0', 'C0', '-'],
    trustedAuthorityRemoved: ['open', 'C0', 'C0', '-'],
    certificateRegistered: ['open', 'C0', 'C0', '-'],
    certificateWithdrawn: ['open', 'C0', 'C0', '-'],
  };
const EVENTS = Object.keys(EXPECTED) as RecordedEvent[];

const LETTERS: Record<string, Reader> = {
  O: 'owner',
  A: 'asked',
  V: 'observing',
  C: 'concerned',
  W: 'winner',
};

/** Whether a reader is expected to read, by the restated table. */
function expected(cell: string, reader: Reader, moment: Moment, procurement: boolean): boolean {
  return cell.split(' ').some((one) => {
    const { who = '', from = '', p = '' } = /^(?<who>[OAVCW*])(?<from>\d)(?<p>p?)$/.exec(one)?.groups ?? {};
    // What everybody reads, the authorities read as everybody.
    const meant = who === '*' ? !['asked', 'observing'].includes(reader) : LETTERS[who] === reader;
    return meant && MOMENTS.indexOf(moment) >= Number(from) && (p === '' || procurement);
  });
}

const SECRET = { person: 'p', party: 'u', address: 'a', command: 'c', fact: 'f' };
const everywhere = READERS.flatMap((reader) =>
  MOMENTS.flatMap((moment) => [false, true].map((procurement) => ({ reader, moment, procurement }))),
);

describe('the table of who may read what of the record', () => {
  it.each(EVENTS)('%s, by each reader at each moment', (event) => {
    const [nature, who, facts, papers] = EXPECTED[event];
    const sealedEntry = { event: CONFIDENTIAL, role: 'confidential' };
    for (const { reader, moment, procurement } of everywhere) {
      const course = courseAt(moment, procurement);
      const at = { event, reader, moment, procurement };
      const byBidder = expected(who, reader, moment, procurement);
      if (nature !== 'open') {
        const veiled = openedPart(sealedEntry, { ...SECRET, event, role: 'bidder' }, reader, course);
        expect({ ...at, whole: veiled?.whole ?? false }).toEqual({ ...at, whole: byBidder });
        expect(veiled === null).toBe(!byBidder);
      }
      if (nature !== 'sealed') {
        const shown = (role: string) => openedPart({ event, role }, SECRET, reader, course)?.shown ?? {};
        const readsFacts = expected(facts, reader, moment, procurement);
        expect({ ...at, shown: Object.keys(shown('bidder')) }).toEqual({
          ...at,
          shown: [
            ...(byBidder ? ['person', 'party', 'address', 'command'] : []),
            ...(readsFacts ? ['fact'] : []),
          ],
        });
        // Acts of office are no secret from owner and authorities, and none of the public's.
        const office = ['concerned', 'owner', 'asked', 'observing'].includes(reader);
        expect({ ...at, office: 'person' in shown('tenderee') }).toEqual({ ...at, office });
      }
      expect({ ...at, papers: mayRead(VISIBILITY[event].papers, reader, course) }).toEqual({
        ...at,
        papers: expected(papers, reader, moment, procurement),
      });
    }
    const sealed = [isSealed(event, 'bidder'), isSealed(event, 'tenderee')];
    expect(sealed).toEqual([nature !== 'open', nature === 'sealed']);
  });

  it('has a row for each event, or does not compile', () => {
    const { bidsClosed: _gone, ...rest } = VISIBILITY;
    // @ts-expect-error a table that lacks an event is no table
    const lacking: Record<RecordedEvent, Visibility> = rest;
    expect(Object.keys(lacking)).toHaveLength(EVENTS.length - 1);
    expect(Object.keys(VISIBILITY).toSorted()).toEqual(EVENTS.toSorted());
  });

  it('opens nothing that no version of the platform entered', () => {
    const course = courseAt('award', true);
    for (const reader of READERS) {
      expect(openedPart({ event: 'somethingElse', role: 'system' }, SECRET, reader, course)).toBeNull();
      expect(openedPart({ event: CONFIDENTIAL, role: 'confidential' }, SECRET, reader, course)).toBeNull();
      expect(openedPart({ event: 'toString', role: 'system' }, SECRET, reader, NOT_BEGUN)).toBeNull();
    }
  });

  it.each([
    ['fileObjection', 'bidder', 'grievanceRefused'],
    ['askQuestion', 'bidder', 'grievanceRefused'],
    ['fileComplaint', 'bidder', 'grievanceRefused'],
    ['correctComplaint', 'bidder', 'grievanceRefused'],
    ['withdrawComplaint', 'bidder', 'grievanceRefused'],
    ['fileComplaint', 'agency', 'commandRefused'],
    ['submitBid', 'bidder', 'commandRefused'],
  ] as const)('enters a refused %s of a %s as %s', (command, role, event) => {
    expect(refusalEvent(command, role)).toBe(event);
    // As earlier versions entered it.
    const stored = { ...SECRET, event: 'commandRefused', role, data: { command } };
    const read = openedPart(
      { event: CONFIDENTIAL, role: 'confidential' },
      stored,
      'observing',
      courseAt('award', false),
    );
    expect(read === null).toBe(event === 'grievanceRefused');
  });

  it('lets an authority that only observes look for no sealed act before the opening: how long it took would count them', () => {
    const looked = (readers: readonly Reader[]) =>
      MOMENTS.filter((moment) => sealedEventsFor(readers, courseAt(moment, false)).length > 0);
    expect(looked(['observing'])).toEqual(['opening', 'publicity', 'award']);
    // One that a complaint went to looks for what concerns complaints, and for nothing of bidders.
    expect(looked(['observing', 'asked'])).toEqual([...MOMENTS]);
    expect(sealedEventsFor(['asked'], courseAt('launch', false))).toEqual([
      'unfoundedComplaintsCounted',
      'grievanceRefused',
    ]);
    expect(looked(['public', 'administrator'])).toEqual([]);
  });
});
