import { hasOpenClaim, mandatesHeld } from '../../store/index.ts';
import { isActing, type Deps, type PersonIdentity } from '../deps.ts';
import { problem } from '../problem.ts';
import type { Access } from '../route.ts';

/**
 * The identity as far as it may act: as the database had it when its sign-in was looked at, whatever the token said when it was
 * issued. A member who was removed, or whose party is not proven, acts for nobody. Throws the problems 403 `party-not-proven` and
 * `membership-ended` where the route needs somebody who acts for a party.
 */
export async function inStanding(
  identity: PersonIdentity | null,
  access: Access,
  deps: Pick<Deps, 'store'>,
): Promise<PersonIdentity | null> {
  if (identity === null || access === 'public') return identity;
  const forParty = access !== 'person' && access !== 'visitor';
  if (!isActing(identity)) {
    if (forParty && (await hasOpenClaim(deps.store.em(), identity.personId))) throw partyNotProven();
    return identity;
  }
  if (identity.standing === 'proven') {
    if (identity.role !== 'agency') return identity;
    return { ...identity, mandates: await mandatesHeld(deps.store.em(), identity.uscc) };
  }
  if (forParty) throw identity.standing === 'unproven' ? partyNotProven() : membershipEnded();
  return { ...identity, role: null, partyId: null, uscc: null, partyName: null };
}

/** The problem of who acts for a party that nobody has proven to be theirs. */
export function partyNotProven(): Error {
  return problem(403, 'party-not-proven', {
    zh: '该主体尚未核实，不能以其名义办理',
    en: 'this party is not proven to be yours: nobody acts in its name yet',
    accepted: {
      zh: '以该单位的机构数字证书应答 POST /v1/certificates/challenges，并以 uscc 提交 POST /v1/certificates；或者由平台管理员依据证明材料核实',
      en: "answer POST /v1/certificates/challenges with the party's organisation certificate and send it with `uscc` to POST /v1/certificates; or the platform's administrator proves it by evidence",
    },
  });
}

function membershipEnded(): Error {
  return problem(403, 'membership-ended', {
    zh: '您已不再是该主体的经办人',
    en: 'you no longer act for this party in this role',
    accepted: {
      zh: '由该主体有管理权的经办人重新添加，或者以其他主体登录',
      en: 'one of its managing members adds you again, or sign in for another party',
    },
  });
}
