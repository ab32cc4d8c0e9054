import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { isoShanghai } from '../../domain/time/instant.ts';
import { databaseNow, keepChallenge, type ChallengePurpose } from '../../store/index.ts';
import type { Answer } from '../answer.ts';
import type { Deps } from '../deps.ts';
import { loginSchema } from '../identity/schemas.ts';
import { route, type Route } from '../route.ts';
import { shownBase64Schema, idSchema, shown, shownInstantSchema } from '../schema.ts';
import { answerExample } from './schemas.ts';

const NONCE_BYTES = 32;

const challengeSchema = z.strictObject({
  challengeId: idSchema,
  /** What is to be signed, byte for byte: UTF-8, lines end in LF, none after the last. */
  body: z.string(),
  bodyBase64: shownBase64Schema,
  expiresAt: shownInstantSchema,
});
const challengeExample = {
  challengeId: answerExample.challengeId,
  body: 'openseal challenge\npurpose: sign-in\nplatform: https://example.org',
  bodyBase64: 'b3BlbnNlYWwgY2hhbGxlbmdl',
  expiresAt: '2026-09-10T08:02:00.000+08:00',
};

const challengeSignIn = route({
  method: 'post',
  path: '/v1/challenges',
  operationId: 'challengeSignIn',
  tags: ['identity'],
  summary:
    '获取登录质询 · A challenge to sign in by certificate: single use, soon over, good for this platform alone',
  access: 'public',
  limit: 'sign-in',
  request: { body: z.strictObject({ login: loginSchema }), example: { login: 'wang.wu' } },
  responses: { 201: { description: '质询', schema: challengeSchema, example: challengeExample } },
  handler: async ({ body, deps }) => ({
    status: 201,
    body: await newChallenge(deps, 'sign-in', { personId: null, login: body.login }),
  }),
});

const challengeCertificate = route({
  method: 'post',
  path: '/v1/certificates/challenges',
  operationId: 'challengeCertificate',
  tags: ['identity'],
  summary: '获取证书登记质询 · A challenge by which the holder of a certificate shows to have its key',
  access: 'person',
  responses: { 201: { description: '质询', schema: challengeSchema, example: challengeExample } },
  handler: async ({ deps, identity }) => {
    const { personId, login } = identity;
    return { status: 201, body: await newChallenge(deps, 'register-certificate', { personId, login }) };
  },
});

async function newChallenge(
  deps: Deps,
  purpose: ChallengePurpose,
  asker: { readonly personId: string | null; readonly login: string },
): Promise<Answer<typeof challengeSchema>> {
  const id = uuidv7();
  const { http, pki } = deps.config;
  return deps.store.transaction(async (tx) => {
    const expiresAt = (await databaseNow(tx)) + pki.challengeSeconds * 1_000;
    // The address stands in what is signed, so that another platform cannot pass our challenge on as its own.
    const body = [
      'openseal challenge',
      `purpose: ${purpose}`,
      `platform: ${http.publicUrl}`,
      `login: ${asker.login}`,
      `id: ${id}`,
      `nonce: ${randomBytes(NONCE_BYTES).toString('base64url')}`,
      `expires: ${isoShanghai(expiresAt)}`,
    ].join('\n');
    await keepChallenge(tx, { id, purpose, ...asker, body, expiresAt });
    return {
      challengeId: id,
      body,
      bodyBase64: Buffer.from(body, 'utf8').toString('base64'),
      expiresAt: shown(expiresAt),
    };
  });
}

export const challengeRoutes: readonly Route[] = [challengeSignIn, challengeCertificate];
