import { describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import type { Deps, Identity } from '../../../api/deps.ts';
import { inStanding } from '../../../api/identity/standing.ts';
import { EXAMPLE_PARTIES } from '../../support/drafts.ts';

/** A database that was asked already, and is not to be asked again. */
const asked: Pick<Deps, 'store'> = {
  store: {
    em: () => {
      throw new Error('the standing is read twice');
    },
  } as unknown as Deps['store'],
};

const acting = (standing?: Identity['standing']): Identity => ({
  personId: uuidv7(),
  login: 'wang.wu',
  role: 'bidder',
  partyId: uuidv7(),
  uscc: EXAMPLE_PARTIES.bidder1.uscc,
  partyName: EXAMPLE_PARTIES.bidder1.name,
  signInId: uuidv7(),
  signInEndsAt: 0,
  ...(standing === undefined ? {} : { standing }),
});

describe('the standing of a person to the party they act for', () => {
  it('is as their sign-in was found, without another look', async () => {
    const identity = acting('proven');
    expect(await inStanding(identity, ['bidder'], asked)).toEqual(identity);
  });

  it.each([
    ['unproven', 'party-not-proven'],
    ['none', 'membership-ended'],
    [undefined, 'membership-ended'],
  ] as const)('lets nobody act who was found %s', async (standing, code) => {
    await expect(inStanding(acting(standing), ['bidder'], asked)).rejects.toMatchObject({
      code,
      status: 403,
    });
    const person = await inStanding(acting(standing), 'person', asked);
    expect(person).toMatchObject({ role: null, partyId: null, uscc: null, partyName: null });
  });
});
