import { z } from 'zod';
import { customerOf } from '../../runtime/addresses.ts';
import { administratorCode, personById } from '../../store/index.ts';
import type { Deps } from '../deps.ts';
import { administratorByCode, hashOfCode } from '../identity/administrator.ts';
import { hashPassword, verifyPassword } from '../identity/password.ts';
import { loginSchema, passwordSchema, phoneSchema } from '../identity/schemas.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { idSchema, text, usccSchema } from '../schema.ts';

const setUp = route({
  method: 'post',
  path: '/v1/admin/administrators',
  operationId: 'setUpAdministrator',
  tags: ['admin'],
  summary:
    '以控制台一次性代码设立平台管理员 · Set up an administrator by the one-time code of the operator’s console',
  description:
    'The code is printed by `npm start` in a production without an administrator, or by `npm run administrator`.',
  access: 'public',
  limit: 'sign-in',
  write: true,
  request: {
    secrets: ['code', 'password'],
    body: z.strictObject({
      code: text(100),
      login: loginSchema,
      password: passwordSchema,
      realName: text(50),
      phone: phoneSchema,
      operator: z.strictObject({ uscc: usccSchema, name: text(200) }),
    }),
    example: {
      code: 'nWc0rT7T2x2c9jvJj2mKQ0S3m1E',
      login: 'zhao.liu',
      password: 'correct horse battery staple',
      realName: '赵六',
      phone: '13800000000',
      operator: { uscc: '91130230MA0EXA0150', name: '某交易平台运营有限公司' },
    },
  },
  refuses: [403],
  responses: {
    201: {
      description: '已设立',
      schema: z.strictObject({ personId: idSchema, login: z.string() }),
      example: { personId: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11', login: 'zhao.liu' },
    },
  },
  handler: async ({ body, deps, address, once }) => {
    const { code, login, password, realName, phone, operator } = body;
    const who = { customer: customerOf(address), known: false };
    const known = await administratorCode(deps.store.em(), hashOfCode(code));
    if (known?.usedBy != null) {
      const answer = { status: 201 as const, body: await again(deps, known.usedBy, body, who) };
      return once.by(known.usedBy).repeatable(() => Promise.resolve(answer));
    }
    // Before a password is hashed for whoever has none.
    if (known === null || !known.isOpen) throw wrongCode();
    const passwordHash = await hashPassword(password, undefined, who);
    const { uscc, name: partyName } = operator;
    const given = { login, passwordHash, realName, phone, uscc, partyName };
    const made = await administratorByCode(deps.store, code, given);
    if (made === 'login-taken')
      throw problem(409, 'login-taken', { zh: '用户名已被使用', en: 'the login is taken' });
    if (made === 'code-used') throw wrongCode();
    // The code is used once, so that nothing is done twice.
    return once
      .by(made.id)
      .repeatable(() => Promise.resolve({ status: 201 as const, body: { personId: made.id, login } }));
  },
});

/** The same made before: its answer was lost, and whoever repeats it proves so by the password. */
async function again(
  deps: Deps,
  personId: string,
  given: { readonly login: string; readonly password: string },
  who: { readonly customer: string; readonly known: boolean },
): Promise<{ personId: string; login: string }> {
  const person = await personById(deps.store.em(), personId);
  const right = await verifyPassword(given.password, person?.passwordHash ?? null, who);
  if (!right || person === null || person.login !== given.login) throw wrongCode();
  return { personId, login: person.login };
}

function wrongCode(): Error {
  return problem(403, 'wrong-code', {
    zh: '代码不正确、已使用或者已过期',
    en: 'the code is wrong, used or expired',
    accepted: {
      zh: '运营方控制台上最新的一次性代码（npm run administrator）',
      en: "the newest one-time code on the operator's console (npm run administrator)",
    },
  });
}

export const administratorRoutes: readonly Route[] = [setUp];
