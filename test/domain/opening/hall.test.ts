import { describe, expect, it } from '@jest/globals';
import { presentTender } from '../../../api/shown/tender.ts';
import { openingResponses } from '../../../domain/opening/index.ts';
import { recordParts } from '../../../domain/record/public-part.ts';
import { currentState, type OpenedBid, type TenderState } from '../../../domain/tender/index.ts';
import { agencyActor, bidderActors, exampleOpenedBids, strangerActor } from '../../support/drafts.ts';
import { exampleCommands as example, moment, processAt } from '../../support/process.ts';

const SIGN_IN = { name: 'signInAtOpening' } as const;
const CONFIRM = { name: 'confirmOpening' } as const;
const [first, second, third] = bidderActors;
const codes = (refusals: readonly { code: string }[]): string[] => refusals.map(({ code }) => code);

describe('the hall', () => {
  it('takes bidders from the closing on, each once, and tells nobody who came', () => {
    const before = processAt('bidding');
    expect(codes(before.refusals(SIGN_IN, first, '2026-09-30 08:59'))).toEqual(['hall-not-open']);
    const process = processAt('opening');
    const [event] = process.give(SIGN_IN, first, '2026-09-30 09:01');
    expect(event).toMatchObject({ name: 'bidderSignedIn', rule: 'EB-012' });
    expect(recordParts(event!)).toMatchObject({ data: {} });
    expect(process.give(SIGN_IN, first, '2026-09-30 09:02')).toEqual([]);
    expect(process.state.signedIn).toHaveLength(1);
    expect(codes(process.refusals(SIGN_IN, agencyActor, '2026-09-30 09:02'))).toEqual(['wrong-role']);
  });

  it('lets nobody count who came before the opening: what everybody may know of the tender stays as it is', () => {
    const process = processAt('opening');
    const known = () => presentTender(process.state, moment('2026-09-30 09:03'));
    const before = known();
    process.give(SIGN_IN, first, '2026-09-30 09:01');
    process.give(SIGN_IN, second, '2026-09-30 09:02');
    expect(known()).toEqual(before);
    process.step({ name: 'completeKeys' }, '2026-09-30 09:20');
    process.step({ name: 'openBids', bids: exampleOpenedBids() }, '2026-09-30 09:21');
    expect(known()['version']).toBe(process.state.version);
  });

  it('has bidders confirm the record once it is published, until an hour after it', () => {
    expect(codes(processAt('opening').refusals(CONFIRM, first, '2026-09-30 09:05'))).toEqual(['not-opened']);
    const process = processAt('evaluation');
    const stranger = { ...strangerActor, role: 'bidder' } as const;
    expect(codes(process.refusals(CONFIRM, stranger, '2026-09-30 09:30'))).toEqual(['no-bid']);
    expect(codes(process.refusals(CONFIRM, first, '2026-09-30 10:21'))).toEqual(['hall-closed']);
    expect(process.refusals(CONFIRM, first, '2026-09-30 10:20')).toEqual([]);
    const [event] = process.give(CONFIRM, first, '2026-09-30 09:30');
    expect(event).toMatchObject({ name: 'openingConfirmed', bidId: 'bid-1', rule: 'ZTB-302' });
    expect(process.give(CONFIRM, first, '2026-09-30 09:31')).toEqual([]);
  });

  it('says who confirmed and who kept silent, and names no objector', () => {
    const process = processAt('evaluation');
    process.give(CONFIRM, first, '2026-09-30 09:30');
    process.give(example.object({ subject: 'opening' }), second, '2026-09-30 09:31');
    const responses = (at: string, state: TenderState = process.state) =>
      openingResponses(state, moment(at)).map(({ response }) => response);
    expect(responses('2026-09-30 10:20')).toEqual(['confirmed', 'open', 'open']);
    expect(responses('2026-09-30 10:21')).toEqual(['confirmed', 'no-response', 'no-response']);
    // 政府采购: who did not take part counts as accepting (GP-207); who objected or signed in took part.
    const { draft } = process.state;
    const procurement = { ...process.state, draft: { ...draft, regime: 'government-procurement' as const } };
    expect(responses('2026-09-30 10:21', procurement)).toEqual([
      'confirmed',
      'no-response',
      'deemed-accepted',
    ]);
    const came = { ...procurement, signedIn: [{ partyId: third.partyId!, at: 0 }] };
    expect(responses('2026-09-30 10:21', came)).toEqual(['confirmed', 'no-response', 'no-response']);
  });
});

describe('the securities of bids that count as withdrawn', () => {
  const evidence = {
    openedBy: null,
    foundSha256: 'f'.repeat(64),
    plaintextSha256: null,
    key: 'none',
    refusedKeys: 0,
    prompted: true,
    hall: 'down',
    outages: [],
    shares: null,
    mismatch: null,
  } as const;
  const bids = (attribution: OpenedBid['attribution']): OpenedBid[] =>
    exampleOpenedBids().map((bid, index) =>
      index === 2 ? { ...bid, result: 'no-key', attribution, evidence, priceFen: null } : bid,
    );
  const opened = (attribution: OpenedBid['attribution'], draft = {}) => {
    const process = processAt('opening', draft);
    process.step({ name: 'completeKeys' }, '2026-09-30 09:20');
    process.step({ name: 'openBids', bids: bids(attribution) }, '2026-09-30 09:21');
    return process;
  };
  const WITHDRAWN = { name: 'returnBidSecurity', interestFen: '0', whose: 'withdrawn' } as const;

  it('fall due within the days of ZTB-205, and are returned once', () => {
    const process = opened('not-bidder');
    const [duty] = process.state.duties;
    expect(duty).toMatchObject({
      id: 'return-withdrawn-security',
      rule: 'ZTB-205',
      dueAt: moment('2026-10-09 00:00'),
    });
    const [event] = process.give(WITHDRAWN, agencyActor, '2026-10-04 10:00');
    expect(event).toMatchObject({ name: 'securityReturned', whose: 'withdrawn', rule: 'ZTB-205' });
    expect(process.state.duties[0]?.metAt).toBe(moment('2026-10-04 10:00'));
    expect(codes(process.refusals(WITHDRAWN, agencyActor, '2026-10-04 11:00'))).toEqual(['already-done']);
  });

  it('time out like every duty, and stay owed when the tender is given up', () => {
    const process = opened('not-bidder');
    const id = 'return-withdrawn-security';
    process.give({ name: 'terminateTender', reason: '规划调整' }, agencyActor, '2026-10-01 10:00');
    expect(process.state.duties.map((one) => one.id)).toContain(id);
    expect(process.step({ name: 'timeOutDuty', dutyId: id }, '2026-10-09 00:00')).toMatchObject([
      { name: 'stepTimedOut', rule: 'ZTB-205' },
    ]);
  });

  it('are not owed where the cause is the bidder’s (ZTB-206), where all were opened, or without a security', () => {
    for (const process of [opened('bidder'), opened(null), opened('not-bidder', { bidSecurityFen: null })])
      expect(process.state.duties).toEqual([]);
    expect(codes(opened('bidder').refusals(WITHDRAWN, agencyActor, '2026-10-04 10:00'))).toEqual([
      'wrong-return',
    ]);
  });

  it('stand in the public record with the evidence, nothing secret among it', () => {
    const [, event] = opened('not-bidder').events.slice(-2);
    const { data } = recordParts(event!) as unknown as { data: { bids: Record<string, unknown>[] } };
    expect(data.bids[2]).toMatchObject({
      result: 'no-key',
      attribution: 'not-bidder',
      evidence: { hall: 'down' },
    });
    expect(data.bids[0]).not.toHaveProperty('evidence');
    expect(JSON.stringify(data)).not.toContain('party-bidder');
  });
});

describe('what an older version stored', () => {
  it('is read with no cause made up, and goes on', () => {
    const { signedIn: _s, confirmations: _c, ...state } = processAt('evaluation').state;
    const openedBids = state.openedBids!.map(({ attribution: _a, evidence: _e, ...bid }) => ({
      ...bid,
      result: 'no-key',
    }));
    const current = currentState({ ...state, openedBids } as unknown as TenderState);
    expect(current.openedBids).toMatchObject([{}, {}, {}].map(() => ({ attribution: null, evidence: null })));
    expect([current.signedIn, current.confirmations]).toEqual([[], []]);
    expect(currentState(current)).toEqual(current);
  });
});
