import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { customerOf } from '../../runtime/addresses.ts';
import { createPerson, membershipsOf, personById, type Person } from '../../store/index.ts';
import type { Deps } from '../deps.ts';
import { problem, ProblemError } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { idSchema, text } from '../schema.ts';
import type { Caller } from './authenticator.ts';
import { enterIdentity } from './entries.ts';
import { hashPassword } from './password.ts';
import { callerOf } from './sessions.ts';
import {
  actingSchema,
  loginSchema,
  membershipExample,
  membershipSchema,
  passwordSchema,
  phoneSchema,
  shownActing,
  shownRight,
} from './schemas.ts';

const newPersonSchema = z.strictObject({
  login: loginSchema,
  password: passwordSchema,
  realName: text(50),
  phone: phoneSchema,
});
type NewPerson = z.output<typeof newPersonSchema>;

const register = route({
  method: 'post',
  path: '/v1/persons',
  operationId: 'registerPerson',
  tags: ['identity'],
  summary: '实名注册用户 · Register a person',
  access: 'public',
  limit: 'sign-in',
  write: true,
  request: {
    body: newPersonSchema,
    secrets: ['password'],
    example: {
      login: 'wang.wu',
      password: 'correct horse battery staple',
      realName: '王五',
      phone: '13800000000',
    },
  },
  responses: {
    201: {
      description: '已注册',
      schema: z.strictObject({ personId: idSchema, login: z.string() }),
      example: { personId: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11', login: 'wang.wu' },
    },
  },
  handler: async ({ body, deps, address, koa, once }) => {
    const { login, realName, phone } = body;
    const customer = customerOf(address);
    const passwordHash = await hashPassword(body.password, undefined, { customer, known: false });
    const id = uuidv7();
    const answer = (personId: string) => ({ status: 201, body: { personId, login } }) as const;
    try {
      return await once.by(id).inTransaction(async (tx) => {
        if ((await createPerson(tx, { id, login, passwordHash, realName, phone })) === null)
          throw new LoginTaken();
        await enterIdentity(tx, 'personRegistered', null, {}, { person: id, address });
        return answer(id);
      });
    } catch (error) {
      if (!(error instanceof LoginTaken)) throw error;
      const person = await registeredBefore(deps, body, callerOf(koa, deps, address));
      if (person === null)
        throw problem(409, 'login-taken', { zh: '用户名已被使用', en: 'the login is taken' });
      return once.by(person.id).inTransaction(() => Promise.resolve(answer(person.id)));
    }
  },
});

/** Undoes the transaction, and with it the claim of a person that there is not. */
class LoginTaken extends Error {}

/** The same registration made before: its answer was lost, and whoever repeats it proves so by the password. */
async function registeredBefore(deps: Deps, given: NewPerson, caller: Caller): Promise<Person | null> {
  const { login, password } = given;
  try {
    const { personId } = await deps.authenticator.prove({ kind: 'password', login, password }, caller);
    const person = await personById(deps.store.em(), personId);
    return person?.realName === given.realName && person.phone === given.phone ? person : null;
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) return null;
    throw error;
  }
}

const me = route({
  method: 'get',
  path: '/v1/me',
  operationId: 'me',
  tags: ['identity'],
  summary: '当前用户 · Who I am and for whom I may act',
  access: 'person',
  responses: {
    200: {
      description: '当前用户',
      schema: z.strictObject({
        login: z.string(),
        acting: actingSchema,
        memberships: z.array(membershipSchema),
      }),
      example: { login: 'wang.wu', acting: membershipExample, memberships: [membershipExample] },
    },
  },
  handler: async ({ deps, identity }) => {
    const rights = await membershipsOf(deps.store.em(), identity.personId);
    const body = {
      login: identity.login,
      acting: shownActing(identity),
      memberships: rights.map(shownRight),
    };
    return { status: 200, body };
  },
});

export const personRoutes: readonly Route[] = [register, me];
