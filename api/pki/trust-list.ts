import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import {
  isForDevelopment,
  pkiRefusal,
  SIGNATURE_POLICIES,
  standingAt,
  type TrustChange,
} from '../../domain/pki/index.ts';
import {
  PkiRefused,
  readCertificate,
  readCertificates,
  toPem,
  type PlainCertificate,
  type Verifier,
} from '../../runtime/pki/index.ts';
import {
  addAuthority,
  changeTrust,
  databaseNow,
  trustList,
  type AuthorityRow,
  type ListedAuthority,
  type Tx,
} from '../../store/index.ts';
import type { Deps, Identity } from '../deps.ts';
import { enterIdentity } from '../identity/entries.ts';
import { problem } from '../problem.ts';
import type { Once } from '../once.ts';
import type { Answer, AnswerOf } from '../answer.ts';
import { route, type Route } from '../route.ts';
import { sha256Schema, shown, shownInstantSchema, text } from '../schema.ts';
import { orProblem } from './problems.ts';
import { pemExample, pemSchema } from './schemas.ts';

const ADMINISTRATOR = ['administrator'] as const;
const httpUrl = z.url({ protocol: /^https?$/ }).max(500);

const authoritySchema = z.strictObject({
  sha256: z.string(),
  name: z.string(),
  subject: z.string(),
  standing: z.enum(['trusted', 'suspended', 'removed', 'unknown']),
  development: z.boolean(),
  certificate: z.string(),
  between: z.array(z.string()),
  ocspUrl: z.string().nullable(),
  crlUrl: z.string().nullable(),
  history: z.array(
    z.strictObject({
      change: z.enum(['added', 'suspended', 'resumed', 'removed']),
      at: shownInstantSchema,
      reason: z.string(),
    }),
  ),
});
const authorityExample = {
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  name: '某电子认证服务机构',
  subject: 'CN=某电子认证服务机构 根证书,C=CN',
  standing: 'trusted',
  development: false,
  certificate: pemExample,
  between: [],
  ocspUrl: 'http://ocsp.example.cn/',
  crlUrl: null,
  history: [{ change: 'added', at: '2026-09-01T09:00:00.000+08:00', reason: '互认协议 2026-01' }],
};

const read = route({
  method: 'get',
  path: '/v1/trust-list',
  operationId: 'trustList',
  tags: ['public'],
  summary:
    '互认的电子认证服务机构 · The authorities whose certificates are recognised, with their history and the policy of revocation checks',
  access: 'public',
  responses: {
    200: {
      description: '互认名录',
      schema: z.strictObject({
        authorities: z.array(authoritySchema),
        revocation: z.strictObject({
          whenUnreachable: z.enum(['refuse', 'accept-recent']),
          maxAgeSeconds: z.number(),
        }),
        /** What every tender here asks of signatures at the least. */
        signatures: z.enum(SIGNATURE_POLICIES),
      }),
      example: {
        authorities: [authorityExample],
        revocation: { whenUnreachable: 'refuse', maxAgeSeconds: 86_400 },
        signatures: 'recorded',
      },
    },
  },
  handler: async ({ deps }) => {
    const at = await databaseNow(deps.store.em());
    const { whenUnreachable, maxAgeMs } = deps.config.pki.revocation;
    return {
      status: 200,
      body: {
        authorities: (await trustList(deps.store.em())).map((one) => presented(one, at)),
        revocation: { whenUnreachable, maxAgeSeconds: maxAgeMs / 1_000 },
        signatures: deps.config.signatureFloor,
      },
    };
  },
});

function presented(one: ListedAuthority, at: number): Answer<typeof authoritySchema> {
  const { facts } = readCertificate(one.pem);
  return {
    sha256: one.sha256,
    name: one.name,
    subject: facts.subject,
    standing: standingAt(one.events, at),
    development: isForDevelopment([facts.subject]),
    certificate: one.pem,
    between: pemsOf(one.betweenPem),
    ocspUrl: one.ocspUrl,
    crlUrl: one.crlUrl,
    history: one.events.map((event) => ({ ...event, at: shown(event.at) })),
  };
}

const pemsOf = (text: string): string[] =>
  text === '' ? [] : readCertificates(text).map((one) => toPem('CERTIFICATE', one.der));

const add = route({
  method: 'post',
  path: '/v1/admin/trusted-authorities',
  operationId: 'addTrustedAuthority',
  tags: ['admin'],
  summary:
    '互认电子认证服务机构 · Recognise an authority: its certificate, those below it that do not travel with signatures, and where to ask when certificates do not say',
  access: ADMINISTRATOR,
  write: true,
  request: {
    body: z.strictObject({
      name: text(200),
      certificate: pemSchema,
      between: z.array(pemSchema).max(20).default([]),
      ocspUrl: httpUrl.nullable().default(null),
      crlUrl: httpUrl.nullable().default(null),
      reason: text(300),
    }),
    example: { name: '某电子认证服务机构', certificate: pemExample, reason: '互认协议 2026-01' },
  },
  responses: { 201: { description: '已互认', schema: authoritySchema, example: authorityExample } },
  handler: async ({ body, deps, identity, address, once }) => {
    const row = await orProblem(() => authorityOf(deps, body));
    return once.inTransaction(async (tx) => {
      const changed = await addAuthority(tx, row, {
        id: uuidv7(),
        reason: body.reason,
        personId: identity.personId,
      });
      if (changed === null)
        throw problem(409, 'authority-listed', {
          zh: '该机构已在互认名录中',
          en: 'the authority is listed already',
        });
      await enterIdentity(
        tx,
        'trustedAuthorityAdded',
        null,
        { authority: row.sha256, name: row.name, reason: body.reason },
        { person: identity.personId, address },
      );
      return { status: 201, body: await listed(tx, row.sha256, changed) };
    });
  },
});

interface Given {
  readonly name: string;
  readonly certificate: string;
  readonly between: readonly string[];
  readonly ocspUrl: string | null;
  readonly crlUrl: string | null;
}

/** Throws a PkiRefused for what cannot issue certificates, or was made for development. */
async function authorityOf({ verifier, config }: Deps, given: Given): Promise<AuthorityRow> {
  const certificate = await oneIn(verifier, given.certificate);
  const between: PlainCertificate[] = [];
  for (const pem of given.between) between.push(await oneIn(verifier, pem));
  for (const { facts } of [certificate, ...between]) {
    const issues = facts.isAuthority && (facts.keyUsage === null || facts.keyUsage.includes('keyCertSign'));
    if (!issues) throw new PkiRefused(pkiRefusal('certificate-authority', facts.subject));
    if (config.production && isForDevelopment([facts.subject, facts.issuer]))
      throw new PkiRefused(pkiRefusal('development-certificate'));
  }
  return {
    sha256: certificate.facts.sha256,
    name: given.name,
    pem: toPem('CERTIFICATE', certificate.der),
    betweenPem: between.map((one) => toPem('CERTIFICATE', one.der)).join(''),
    ocspUrl: given.ocspUrl,
    crlUrl: given.crlUrl,
  };
}

async function oneIn(verifier: Verifier, pem: string): Promise<PlainCertificate> {
  const [certificate, ...more] = await verifier.read(pem);
  if (certificate === undefined || more.length > 0) throw new PkiRefused(pkiRefusal('certificate-malformed'));
  return certificate;
}

async function listed(tx: Tx, sha256: string, at: number): Promise<Answer<typeof authoritySchema>> {
  const found = (await trustList(tx)).find((one) => one.sha256 === sha256);
  if (found === undefined) throw new Error('the authority was not listed');
  return presented(found, at);
}

const CHANGES = {
  suspend: {
    change: 'suspended',
    event: 'trustedAuthoritySuspended',
    zh: '暂停互认',
    en: 'Suspend an authority: what it issued is refused from now on',
  },
  resume: {
    change: 'resumed',
    event: 'trustedAuthorityResumed',
    zh: '恢复互认',
    en: 'Trust a suspended authority again',
  },
  remove: {
    change: 'removed',
    event: 'trustedAuthorityRemoved',
    zh: '取消互认',
    en: 'Remove an authority; signatures accepted before stay',
  },
} as const;

const changes = (Object.keys(CHANGES) as (keyof typeof CHANGES)[]).map((verb) =>
  route({
    method: 'post',
    path: `/v1/admin/trusted-authorities/:sha256/${verb}`,
    operationId: `${verb}TrustedAuthority`,
    tags: ['admin'],
    summary: `${CHANGES[verb].zh} · ${CHANGES[verb].en}`,
    access: ADMINISTRATOR,
    write: true,
    request: {
      params: z.strictObject({ sha256: sha256Schema }),
      body: z.strictObject({ reason: text(300) }),
      example: { reason: '主管部门通报' },
    },
    responses: { 200: { description: '已变更', schema: authoritySchema, example: authorityExample } },
    handler: async ({ params, body, deps, identity, address, once }) =>
      changed(deps, once, verb, { sha256: params.sha256, reason: body.reason, identity, address }),
  }),
);

interface Change {
  readonly sha256: string;
  readonly reason: string;
  readonly identity: Identity;
  readonly address: string;
}

async function changed(
  deps: Deps,
  once: Once,
  verb: keyof typeof CHANGES,
  given: Change,
): Promise<AnswerOf<{ 200: { description: string; schema: typeof authoritySchema } }>> {
  const { sha256, reason, identity, address } = given;
  const { personId } = identity;
  const { event } = CHANGES[verb];
  const change: TrustChange = CHANGES[verb].change;
  const known = (await trustList(deps.store.em())).find((one) => one.sha256 === sha256);
  if (known === undefined)
    throw problem(404, 'unknown-authority', {
      zh: '名录中没有此机构',
      en: 'there is no such authority on the list',
    });
  return once.inTransaction(async (tx) => {
    const done = await changeTrust(tx, { id: uuidv7(), sha256, change, reason, personId });
    if (done === null)
      throw problem(409, 'wrong-standing', {
        zh: '该机构目前的状态不允许此变更',
        en: 'the authority does not stand so that this could be done',
      });
    await enterIdentity(
      tx,
      event,
      null,
      { authority: sha256, name: known.name, reason },
      { person: personId, address },
    );
    return { status: 200, body: await listed(tx, sha256, done) };
  });
}

export const trustListRoutes: readonly Route[] = [read];
export const trustAdminRoutes: readonly Route[] = [add, ...changes];
