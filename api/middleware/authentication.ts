import type { Context } from 'koa';
import { isActing, type Deps, type PersonIdentity } from '../deps.ts';
import { problem } from '../problem.ts';
import type { Access } from '../route.ts';

/**
 * The identity a request carries, as far as the route needs one: null for public routes called
 * without a token. Throws problems: 401 without a valid token, 403 `no-party` when the person acts
 * for no party, 403 `wrong-role` when they act in another role.
 */
export async function authorize(koa: Context, access: Access, deps: Deps): Promise<PersonIdentity | null> {
  const header = koa.get('Authorization');
  // A public route does not look at tokens: a stale one must not keep anybody from public facts.
  if (access === 'public') return null;
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header)?.[1];
  if (token === undefined) {
    throw problem(401, 'sign-in-required', {
      zh: '须先登录',
      en: 'sign in first',
      accepted: { zh: 'Authorization: Bearer <token>，由 POST /v1/sessions 取得', en: 'Authorization: Bearer <token> from POST /v1/sessions' },
      headers: { 'WWW-Authenticate': 'Bearer' },
    });
  }
  const identity = await deps.authenticator.verify(token);
  if (access === 'person') return identity;
  if (!isActing(identity)) {
    throw problem(403, 'no-party', {
      zh: '须代表一个主体办理：请登记主体或被加入主体，再以其身份登录',
      en: 'act for a party: register one or be added to one, then sign in for it',
      accepted: acceptedRoles(access),
    });
  }
  if (!access.includes(identity.role)) {
    throw problem(403, 'wrong-role', {
      zh: `当前身份（${identity.role}）无权进行此操作`,
      en: `the role ${identity.role} may not do this`,
      accepted: acceptedRoles(access),
    });
  }
  return identity;
}

function acceptedRoles(roles: readonly string[]): { zh: string; en: string } {
  return { zh: roles.join('、'), en: roles.join(', ') };
}
