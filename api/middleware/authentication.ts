import type { Context } from 'koa';
import { isActing, type Deps, type PersonIdentity } from '../deps.ts';
import { readCookie } from '../identity/cookies.ts';
import { problem, ProblemError } from '../problem.ts';
import type { Access } from '../route.ts';
import { requireOwnPage } from './own-page.ts';

/**
 * The person a request comes from, as far as the route needs one: null for public routes, and for visitors that are not
 * signed in (`signInProblem` says why). A token in
 * `Authorization` goes before a browser's cookie, which signs only what a page of this platform sends. Throws the
 * problem 401 without a valid token of a live sign-in, 403 `cross-site-request`.
 */
export async function authenticate(koa: Context, access: Access, deps: Deps): Promise<PersonIdentity | null> {
  // A public route does not look at tokens: a stale one must not keep anybody from public facts.
  if (access === 'public') return null;
  if (access === 'visitor') return visitor(koa, deps);
  return signedIn(koa, deps);
}

/** Who visits. A sign-in that does not hold keeps nobody from what is public; it is told where more is asked for. */
async function visitor(koa: Context, deps: Deps): Promise<PersonIdentity | null> {
  // A process with the public face alone knows nobody (方案 7).
  if (deps.config.roles.every((face) => face === 'public')) return null;
  try {
    return await signedIn(koa, deps);
  } catch (error) {
    if (!(error instanceof ProblemError) || ![401, 403].includes(error.status)) throw error;
    koa.state['signInProblem'] = error;
    return null;
  }
}

/** Why a visitor counts as nobody, to be thrown where that does not suffice. */
export function signInProblem(koa: Context): Error {
  return (koa.state['signInProblem'] as Error | undefined) ?? signInRequired();
}

async function signedIn(koa: Context, deps: Deps): Promise<PersonIdentity> {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(koa.get('Authorization'))?.[1];
  if (token !== undefined) return deps.authenticator.verify(token);
  const cookie = bySessionCookie(koa) ? readCookie(koa, 'session', deps.config) : null;
  if (cookie !== null && cookie !== '') {
    requireOwnPage(koa, deps.config);
    return deps.authenticator.verify(cookie);
  }
  throw signInRequired();
}

/** The code of the problem that nobody has signed in. */
export const SIGN_IN_REQUIRED = 'sign-in-required';

function signInRequired(): Error {
  return problem(401, SIGN_IN_REQUIRED, {
    zh: '须先登录',
    en: 'sign in first',
    accepted: {
      zh: 'Authorization: Bearer <token>，由 POST /v1/sessions 取得',
      en: 'Authorization: Bearer <token> from POST /v1/sessions',
    },
    headers: { 'WWW-Authenticate': 'Bearer' },
  });
}

/** Whether a signed-in request is signed by a browser's cookie: whatever comes in `Authorization` goes first. */
export function bySessionCookie(koa: Context): boolean {
  return koa.get('Authorization') === '';
}

/**
 * Refuses who may not call the route. Throws problems: 403 `no-party` when the person acts for no
 * party, 403 `wrong-role` when they act in another role.
 */
export function authorize(identity: PersonIdentity | null, access: Access): void {
  if (access === 'public' || access === 'visitor' || access === 'person') return;
  if (identity === null || !isActing(identity)) {
    throw problem(403, 'no-party', {
      zh: '须代表一个主体办理：请登记主体或被加入主体，再以其身份登录',
      en: 'act for a party: register one or be added to one, then sign in for it',
      accepted: acceptedRoles(access),
    });
  }
  if (access.includes(identity.role)) return;
  throw problem(403, 'wrong-role', {
    zh: `当前身份（${identity.role}）无权进行此操作`,
    en: `the role ${identity.role} may not do this`,
    accepted: acceptedRoles(access),
  });
}

function acceptedRoles(roles: readonly string[]): { zh: string; en: string } {
  return { zh: roles.join('、'), en: roles.join(', ') };
}
