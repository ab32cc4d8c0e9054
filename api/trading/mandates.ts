import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { MANDATE_SIGNINGS } from '../../domain/party/mandate.ts';
import { pkiRefusal, refuseBinding, refuseHolder } from '../../domain/pki/index.ts';
import { PkiRefused, toPem } from '../../runtime/pki/index.ts';
import {
  certificateBySha256,
  certificatesOf,
  databaseNow,
  drawMandate,
  mandateById,
  mandatesOf,
  partyByUscc,
  revokeMandate,
  signMandate,
  type MandateRow,
} from '../../store/index.ts';
import type { Answer } from '../answer.ts';
import type { Deps, Identity } from '../deps.ts';
import { enterIdentity } from '../identity/entries.ts';
import { orProblem } from '../pki/problems.ts';
import { signatureSchema } from '../pki/schemas.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import {
  idSchema,
  instantSchema,
  pageQuerySchema,
  shown,
  shownInstantSchema,
  text,
  usccSchema,
} from '../schema.ts';

const TENDEREE = ['tenderee'] as const;
const mandateParams = z.strictObject({ id: idSchema });
const partySchema = z.strictObject({ name: z.string(), uscc: z.string() });
const mandateSchema = z.strictObject({
  mandateId: idSchema,
  tenderee: partySchema,
  agency: partySchema,
  scope: z.string(),
  projectCode: z.string().nullable(),
  fromAt: shownInstantSchema,
  untilAt: shownInstantSchema,
  /** What is signed, byte for byte: UTF-8, lines end in LF, none after the last. */
  body: z.string(),
  sha256: z.string(),
  signedAt: shownInstantSchema.nullable(),
  signedBy: z.enum(MANDATE_SIGNINGS).nullable(),
  revokedAt: shownInstantSchema.nullable(),
  revokedBecause: z.string().nullable(),
});
const mandateExample = {
  mandateId: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11',
  tenderee: { name: '示例有限公司', uscc: '91130230MA0EXA0150' },
  agency: { name: '唐山示例招标代理有限公司', uscc: '91130200MA0EXA023C' },
  scope: '招标全过程代理',
  projectCode: 'OS-130209-2026-0001',
  fromAt: '2026-09-01T00:00:00.000+08:00',
  untilAt: '2027-09-01T00:00:00.000+08:00',
  body: 'openseal mandate/1 招标代理委托书',
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  signedAt: null,
  signedBy: null,
  revokedAt: null,
  revokedBecause: null,
};

function presented(row: MandateRow): Answer<typeof mandateSchema> {
  const { id, tenderee, agency, scope, projectCode, body, sha256, signedBy, revokedBecause } = row;
  return {
    mandateId: id,
    tenderee,
    agency,
    scope,
    projectCode,
    fromAt: shown(row.fromAt),
    untilAt: shown(row.untilAt),
    body,
    sha256,
    signedAt: shown(row.signedAt),
    signedBy,
    revokedAt: shown(row.revokedAt),
    revokedBecause,
  };
}

const draw = route({
  method: 'post',
  path: '/v1/mandates',
  operationId: 'drawMandate',
  tags: ['tenders'],
  summary: '拟定委托书 · Draw up a mandate for an agency; it grants nothing until it is signed',
  access: TENDEREE,
  write: true,
  request: {
    body: z.strictObject({
      agencyUscc: usccSchema,
      scope: text(500),
      projectCode: text(64).nullable(),
      fromAt: instantSchema,
      untilAt: instantSchema,
    }),
    example: {
      agencyUscc: '91130200MA0EXA023C',
      scope: '招标全过程代理',
      projectCode: 'OS-130209-2026-0001',
      fromAt: '2026-09-01T00:00:00+08:00',
      untilAt: '2027-09-01T00:00:00+08:00',
    },
  },
  responses: { 201: { description: '待签署', schema: mandateSchema, example: mandateExample } },
  handler: async ({ body, deps, identity, once }) => {
    const { agencyUscc, ...terms } = body;
    const agency = await partyByUscc(deps.store.em(), agencyUscc);
    if (agency === null)
      throw problem(422, 'unknown-party', {
        zh: `${agencyUscc} 未登记或者未核实`,
        en: `${agencyUscc} is not registered and proven`,
      });
    if (agencyUscc === identity.uscc)
      throw problem(422, 'agency-is-tenderee', {
        zh: '招标代理机构与招标人不能为同一单位',
        en: 'the agency and the tenderee cannot be the same party',
      });
    if (terms.fromAt >= terms.untilAt)
      throw problem(422, 'mandate-ends-first', {
        zh: '委托期限的终点须晚于起点',
        en: 'a mandate ends after it begins',
      });
    const { uscc, partyName, partyId, personId } = identity;
    return once.inTransaction(async (tx) => {
      const drawn = await drawMandate(
        tx,
        {
          ...terms,
          id: uuidv7(),
          tenderee: { name: partyName, uscc },
          agency: { name: agency.name, uscc: agencyUscc },
        },
        { partyId, personId },
      );
      return { status: 201, body: presented(drawn) };
    });
  },
});

const sign = route({
  method: 'post',
  path: '/v1/mandates/:id/sign',
  operationId: 'signMandate',
  tags: ['tenders'],
  summary:
    "签署委托书 · Sign a mandate: by a detached CMS over its body, of the party's certificate; by the sign-in alone where the party has none registered",
  access: TENDEREE,
  write: true,
  request: {
    params: mandateParams,
    body: z.strictObject({ signature: signatureSchema.optional() }),
    example: { signature: 'MIIGAQYJKoZIhvcN' },
  },
  responses: { 200: { description: '已签署', schema: mandateSchema, example: mandateExample } },
  handler: async ({ params, body, deps, identity, address, once }) => {
    const drawn = await ownMandate(deps, identity, params.id);
    const signature =
      body.signature === undefined ? null : await checked(deps, identity, drawn, body.signature);
    if (signature === null && (await hasPartyCertificate(deps, identity))) throw signatureNeeded();
    const { personId, uscc } = identity;
    const signedBy = signature === null ? 'sign-in' : 'certificate';
    return once.inTransaction(async (tx) => {
      if (!(await signMandate(tx, drawn.id, { signedBy, personId, signature }))) throw notOpen();
      await enterIdentity(
        tx,
        'mandateSigned',
        uscc,
        { mandate: drawn.id, sha256: drawn.sha256, signedBy },
        { person: personId, address, agency: drawn.agency.uscc, ...(signature ?? {}) },
      );
      return { status: 200, body: presented((await mandateById(tx, drawn.id))!) };
    });
  },
});

/** The signature of a mandate by a certificate that is registered for the tenderee. Throws the problem of what is wrong with it. */
function checked(
  deps: Deps,
  identity: Identity,
  drawn: MandateRow,
  signature: Uint8Array,
): Promise<Record<string, unknown>> {
  return orProblem(async () => {
    const at = await databaseNow(deps.store.em());
    const needs = { signingTime: true, signingCertificate: true };
    const content = Buffer.from(drawn.body, 'utf8');
    const { certificate, path } = await deps.verifier.signature(signature, content, at, needs, 'sign');
    const binding = await certificateBySha256(deps.store.em(), certificate.facts.sha256);
    const refusal =
      refuseBinding(binding, identity, at) ??
      refuseHolder(certificate.facts, { kind: 'party', uscc: identity.uscc }) ??
      (binding?.partyId === identity.partyId ? null : pkiRefusal('certificate-not-yours'));
    if (refusal !== null) throw new PkiRefused(refusal);
    return {
      certificate: certificate.facts.sha256,
      cms: Buffer.from(signature).toString('base64'),
      chain: path.map((one) => toPem('CERTIFICATE', one.der)).join(''),
    };
  });
}

async function hasPartyCertificate(deps: Deps, { personId, partyId }: Identity): Promise<boolean> {
  const at = await databaseNow(deps.store.em());
  return (await certificatesOf(deps.store.em(), personId, partyId)).some(
    (one) => one.partyId === partyId && one.withdrawnAt === null && at <= one.notAfter,
  );
}

const revoke = route({
  method: 'post',
  path: '/v1/mandates/:id/revoke',
  operationId: 'revokeMandate',
  tags: ['tenders'],
  summary: '撤销委托 · Revoke a mandate: the agency acts under it no more from now on',
  access: TENDEREE,
  write: true,
  request: {
    params: mandateParams,
    body: z.strictObject({ because: text(500) }),
    example: { because: '委托合同已解除' },
  },
  responses: { 200: { description: '已撤销', schema: mandateSchema, example: mandateExample } },
  handler: async ({ params, body, deps, identity, address, once }) => {
    const drawn = await ownMandate(deps, identity, params.id);
    const { personId, uscc } = identity;
    const { because } = body;
    return once.inTransaction(async (tx) => {
      if (!(await revokeMandate(tx, drawn.id, { personId, because }))) throw notOpen();
      await enterIdentity(
        tx,
        'mandateRevoked',
        uscc,
        { mandate: drawn.id, sha256: drawn.sha256 },
        { person: personId, address, agency: drawn.agency.uscc, because },
      );
      return { status: 200, body: presented((await mandateById(tx, drawn.id))!) };
    });
  },
});

const list = route({
  method: 'get',
  path: '/v1/mandates',
  operationId: 'listMandates',
  tags: ['tenders'],
  summary: '委托书 · The mandates that the party I act for gave, or as an agency holds or held',
  access: ['tenderee', 'agency'],
  request: { query: pageQuerySchema },
  responses: {
    200: {
      description: '委托书',
      schema: z.strictObject({ mandates: z.array(mandateSchema), next: z.string().nullable() }),
      example: { mandates: [mandateExample], next: null },
    },
  },
  handler: async ({ query, deps, identity }) => {
    const page = { after: query.cursor ?? null, limit: query.limit };
    const found = await mandatesOf(deps.store.em(), identity, page);
    return {
      status: 200,
      body: {
        mandates: found.map(presented),
        next: found.length === query.limit ? (found.at(-1)?.id ?? null) : null,
      },
    };
  },
});

/** A mandate that the acting tenderee drew up. Throws the problem 404 of any other. */
async function ownMandate(deps: Deps, { partyId }: Identity, id: string): Promise<MandateRow> {
  const found = await mandateById(deps.store.em(), id);
  if (found?.tendereePartyId === partyId) return found;
  throw problem(404, 'unknown-mandate', { zh: '没有此委托书', en: 'there is no such mandate' });
}

function notOpen(): Error {
  return problem(409, 'mandate-settled', {
    zh: '委托书已签署或者已撤销',
    en: 'the mandate was signed or revoked already',
  });
}

function signatureNeeded(): Error {
  return problem(422, 'mandate-signature-needed', {
    zh: '本单位已登记机构数字证书，委托书须以其签名',
    en: 'the party has a certificate registered: it signs the mandate',
    accepted: {
      zh: '以本单位证书对 body 的不含正文的 CMS 签名',
      en: "a detached CMS signature over `body` with the party's certificate",
    },
  });
}

export const mandateRoutes: readonly Route[] = [draw, sign, revoke, list];
