import { describe, expect, it } from '@jest/globals';
import type { ProcedureId } from '../../../domain/procedure/index.ts';
import type { TenderState } from '../../../domain/tender/ground/state.ts';
import type { Instant } from '../../../domain/time/instant.ts';
import { refuseTaking, type IssuedPaper, type Taker } from '../../../domain/visibility/index.ts';
import { courseAt } from '../../support/course.ts';
import { lawAt } from '../../support/process.ts';

const OF_BIDS = { issuedFor: 'bids' } as IssuedPaper;
const OF_FIRST_STAGE = { issuedFor: 'first-stage' } as IssuedPaper;
const stranger: Taker = { role: 'bidder', uscc: 'stranger' };
const law = lawAt();
const stateOf = (id: ProcedureId, stage: Parameters<typeof courseAt>[1]): TenderState =>
  courseAt(id, stage).state;

/** The code of what refuses a paper at an instant; null where nothing does. */
const refused = (state: TenderState, paper: IssuedPaper, taker: Taker, at: Instant, before = false) =>
  refuseTaking(paper, state, taker, { at, before }, law)?.code ?? null;

describe('who may take what is handed out', () => {
  const open = stateOf('open', 'documents');

  it.each(['tenderee', 'agency', 'administrator'])('is not the %s of another tender', (role) => {
    expect(refused(open, OF_BIDS, { role, uscc: 'x' }, open.documentsIssuedFromAt)).toBe('wrong-role');
  });

  it('is every bidder and every authority, from the very instant of the issue', () => {
    for (const role of ['bidder', 'supervisor']) {
      const taker = { role, uscc: 'anybody' };
      expect(refused(open, OF_BIDS, taker, open.documentsIssuedFromAt - 1)).toBe('window-not-open');
      expect(refused(open, OF_BIDS, taker, open.documentsIssuedFromAt)).toBeNull();
    }
  });

  it('is who may bid, where only some may, and the authority', () => {
    const state = stateOf('open-prequalified', 'documents');
    const at = state.documentsIssuedFromAt;
    const [first] = state.admitted!;
    expect(refused(state, OF_BIDS, { role: 'bidder', uscc: first!.uscc }, at)).toBeNull();
    expect(refused(state, OF_BIDS, { role: 'supervisor', uscc: 'authority' }, at)).toBeNull();
    expect(refuseTaking(OF_BIDS, state, stranger, { at, before: false }, law)?.rule).toBe('ZTB-211');
  });

  it('is nobody before a first stage is concluded', () => {
    const state = stateOf('open-prequalified', 'applications');
    expect(refused(state, OF_BIDS, stranger, state.documentsIssuedFromAt)).toBe('window-not-open');
  });

  it('is, of a first stage, who comes in its time, and afterwards who took it before', () => {
    const state = stateOf('open-prequalified', 'applications');
    const { issuedFromAt, issuedUntilAt } = state.firstStage!;
    expect(refused(state, OF_FIRST_STAGE, stranger, issuedFromAt - 1)).toBe('window-not-open');
    expect(refused(state, OF_FIRST_STAGE, stranger, issuedFromAt)).toBeNull();
    expect(refused(state, OF_FIRST_STAGE, stranger, issuedUntilAt - 1)).toBeNull();
    expect(refused(state, OF_FIRST_STAGE, stranger, issuedUntilAt)).toBe('window-over');
    expect(refused(state, OF_FIRST_STAGE, stranger, issuedUntilAt, true)).toBeNull();
    expect(refused(state, OF_FIRST_STAGE, { role: 'supervisor', uscc: 'a' }, issuedUntilAt)).toBeNull();
  });
});
