import { standingOf } from '../../store/index.ts';
import type { Deps, Identity } from '../deps.ts';
import { problem } from '../problem.ts';

/** Refuses who does not act for the party. Throws the problem 403 `not-your-party`. */
export function assertOwn(identity: Identity, uscc: string): void {
  if (identity.uscc === uscc) return;
  throw problem(403, 'not-your-party', {
    zh: '只能办理当前所代表的主体的事项',
    en: 'act for this party to do this',
  });
}

/** Refuses who does not manage the party that they act for. Throws the problems 403 `not-your-party` and `not-managing`. */
export async function assertManages(deps: Deps, identity: Identity, uscc: string): Promise<void> {
  assertOwn(identity, uscc);
  if ((await standingOf(deps.store.em(), identity))?.manages === true) return;
  throw problem(403, 'not-managing', {
    zh: '须由本单位有管理权的经办人办理',
    en: 'one of the managing members of the party does this',
    accepted: {
      zh: 'GET /v1/parties/{uscc}/members 列明谁有管理权',
      en: 'GET /v1/parties/{uscc}/members tells who manages it',
    },
  });
}
