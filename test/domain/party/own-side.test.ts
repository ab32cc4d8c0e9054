import { describe, expect, it } from '@jest/globals';
import { isItsAgency, isOwn, type Acting } from '../../../domain/party/own-side.ts';
import { isWithinScope } from '../../../domain/party/scope.ts';

const OWNER = 'owner';
const AGENCY = 'agency';
const draft = {
  tenderee: { uscc: OWNER },
  agency: { uscc: AGENCY },
  projectCode: 'P-1',
  lot: null,
};
const held = (over: object = {}) => ({ tendereeUscc: OWNER, agencyUscc: AGENCY, projectCode: null, ...over });

describe('whose a tender is', () => {
  it.each<readonly [string, Acting, boolean]>([
    ['its tenderee', { role: 'tenderee', uscc: OWNER }, true],
    ['another tenderee', { role: 'tenderee', uscc: AGENCY }, false],
    ['its tenderee in another role', { role: 'bidder', uscc: OWNER }, false],
    ['its agency under a mandate for all', { role: 'agency', uscc: AGENCY, mandates: [held()] }, true],
    [
      'its agency under one for this project',
      { role: 'agency', uscc: AGENCY, mandates: [held({ projectCode: 'P-1' })] },
      true,
    ],
    [
      'its agency under one for another',
      { role: 'agency', uscc: AGENCY, mandates: [held({ projectCode: 'P-2' })] },
      false,
    ],
    [
      'its agency under another tenderee’s',
      { role: 'agency', uscc: AGENCY, mandates: [held({ tendereeUscc: 'other' })] },
      false,
    ],
    ['its agency without a mandate', { role: 'agency', uscc: AGENCY, mandates: [] }, false],
    ['its agency where nobody looked', { role: 'agency', uscc: AGENCY }, false],
    [
      'another agency with the mandate of this one',
      { role: 'agency', uscc: 'other', mandates: [held()] },
      false,
    ],
  ])('%s', (_who, acting, own) => {
    expect(isOwn({ draft }, acting)).toBe(own);
  });

  it('names no agency where the draft has none', () => {
    const alone = { ...draft, agency: null };
    expect(isItsAgency({ draft: alone }, { role: 'agency', uscc: AGENCY })).toBe(false);
    expect(isOwn({ draft: alone }, { role: 'agency', uscc: AGENCY, mandates: [held()] })).toBe(false);
  });
});

describe('what lies within the scope of an authority', () => {
  const tangshan = { region: '130200', industry: 'construction' };
  it.each([
    [null, null, true],
    [['13'], null, true],
    [['1302', '11'], ['construction'], true],
    [['11'], null, false],
    [['13'], ['water'], false],
    [[], null, false],
    [null, [], false],
  ])('regions %j, industries %j', (regions, industries, within) => {
    expect(isWithinScope({ regions, industries }, tangshan)).toBe(within);
  });
});
