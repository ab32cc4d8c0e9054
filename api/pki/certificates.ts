import { z } from 'zod';
import { pkiRefusal, refuseHolder, type Holder } from '../../domain/pki/index.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { PkiRefused, toPem, type CheckedSignature } from '../../runtime/pki/index.ts';
import {
  certificateBySha256,
  certificatesOf,
  endSignInsBy,
  invitationLanes,
  membershipsOf,
  pendingClaim,
  personById,
  registerCertificate,
  useChallenge,
  withdrawCertificate,
  type ActingRight,
  type CertificateRow,
  type Claim,
  type Tx,
} from '../../store/index.ts';
import type { Deps, PersonIdentity } from '../deps.ts';
import { checkAnswer, openChallenge } from '../identity/certificate-prover.ts';
import { enterIdentity } from '../identity/entries.ts';
import { claimCertificate, partyDisputed, proveByCertificate, refuseProof } from '../identity/proof.ts';
import type { Once } from '../once.ts';
import { problem } from '../problem.ts';
import { problemAnswer, type Answer, type AnswerOf, type ProblemAnswer } from '../answer.ts';
import { route, type Route } from '../route.ts';
import { sha256Schema, shown, shownInstantSchema, text, usccSchema } from '../schema.ts';
import { orProblem, pkiProblem } from './problems.ts';
import { answerExample, answerFields } from './schemas.ts';

const certificateSchema = z.strictObject({
  sha256: z.string(),
  subject: z.string(),
  issuer: z.string(),
  uscc: z.string().nullable(),
  notBefore: shownInstantSchema,
  notAfter: shownInstantSchema,
  registeredAt: shownInstantSchema,
  withdrawnAt: shownInstantSchema.nullable(),
  withdrawnBecause: z.string().nullable(),
  replacedBy: z.string().nullable(),
  warnings: z.array(z.strictObject({ code: z.string(), zh: z.string(), en: z.string() })).optional(),
});
const certificateExample = {
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  subject: 'CN=示例有限公司,organizationIdentifier=91130230MA0EXA0150,O=示例有限公司,C=CN',
  issuer: 'CN=某电子认证服务机构,C=CN',
  uscc: '91130230MA0EXA0150',
  notBefore: '2026-01-01T00:00:00.000+08:00',
  notAfter: '2027-01-01T00:00:00.999+08:00',
  registeredAt: '2026-09-10T08:00:00.000+08:00',
  withdrawnAt: null,
  withdrawnBecause: null,
  replacedBy: null,
};

const register = route({
  method: 'post',
  path: '/v1/certificates',
  operationId: 'registerCertificate',
  tags: ['identity'],
  summary:
    '登记数字证书 · Register the certificate that signed the challenge, for oneself or, with `uscc`, for a party; `replaces` renews one',
  access: 'person',
  write: true,
  request: {
    body: z.strictObject({
      ...answerFields,
      uscc: usccSchema.optional(),
      replaces: sha256Schema.optional(),
    }),
    example: { ...answerExample, uscc: '91130230MA0EXA0150' },
  },
  responses: { 201: { description: '已登记', schema: certificateSchema, example: certificateExample } },
  handler: async ({ body, deps, identity, address, requestId, once }) => {
    const registering = { body, deps, identity, address, requestId, once };
    const place = body.uscc === undefined ? null : await placeOf(deps, identity, body.uscc);
    if (place !== null && 'claim' in place) return registerProof(registering, place.claim);
    const party = place?.right ?? null;
    const { checked } = await answered(registering, async (answer) =>
      refuseHolder(answer.certificate.facts, await holderOf(deps, identity, party)),
    );
    return once.inTransaction(async (tx) => {
      if (!(await useChallenge(tx, body.challengeId))) throw pkiProblem(pkiRefusal('challenge-used'));
      const given = { identity, party, address, replaces: body.replaces ?? null };
      const registered = await enter(tx, checked, given);
      const { warnings } = checked;
      return { status: 201, body: { ...presented(registered, party?.uscc ?? null), warnings } };
    });
  },
});

type Registered =
  AnswerOf<{ 201: { description: string; schema: typeof certificateSchema } }> | ProblemAnswer;

interface Registering {
  readonly body: {
    readonly challengeId: string;
    readonly signature: Uint8Array;
    readonly replaces?: string | undefined;
  };
  readonly deps: Deps;
  readonly identity: PersonIdentity;
  readonly address: string;
  readonly requestId: string;
  readonly once: Once;
}

/** The answer to a challenge of this person, checked. Throws the problem of what is wrong with it. */
function answered(
  { body, deps, identity }: Registering,
  refuse: (checked: CheckedSignature) => Promise<Refusal | null> | Refusal | null,
): Promise<{ readonly checked: CheckedSignature; readonly challenge: string }> {
  return orProblem(async () => {
    const challenge = await openChallenge(deps.store, body.challengeId, 'register-certificate');
    if (challenge.personId !== identity.personId) throw new PkiRefused(pkiRefusal('challenge-not-yours'));
    const checked = await checkAnswer(deps.store, deps.verifier, challenge, body.signature);
    const refusal = await refuse(checked);
    if (refusal !== null) throw new PkiRefused(refusal);
    return { checked, challenge: challenge.body };
  });
}

/**
 * Registers a certificate that proves an open claim: the party is the claimant's from here on. Throws the problem 409
 * `party-disputed` when others proved it first; that, too, is one transaction with what it keeps and with its remembered answer.
 */
async function registerProof(given: Registering, claim: Claim): Promise<Registered> {
  const { body, deps, identity, address, requestId, once } = given;
  const { checked, challenge } = await answered(given, (answer) => refuseProof(claim, answer));
  const proof = claimCertificate(checked, challenge, body.signature);
  const register = async (tx: Tx): Promise<CertificateRow | null> => {
    if (!(await useChallenge(tx, body.challengeId))) throw pkiProblem(pkiRefusal('challenge-used'));
    const proven = await proveByCertificate(tx, claim, proof, { personId: identity.personId, address });
    if (proven === null) return null;
    const { id: partyId, uscc, name: partyName } = proven;
    return enter(tx, checked, { identity, party: { partyId, uscc, partyName }, address, replaces: null });
  };
  const dispute = partyDisputed();
  const result = await once.inTransaction(async (tx) => {
    const registered = await register(tx);
    if (registered === null) return problemAnswer(dispute, requestId);
    return { status: 201, body: { ...presented(registered, claim.uscc), warnings: checked.warnings } };
  });
  if (result.status === dispute.status) throw dispute;
  for (const lane of await invitationLanes(deps.store.em(), claim.uscc)) deps.wakeLane(lane);
  return result;
}

/** As what a person may register a certificate for a code: as a member of its proven party, or by an open claim that it proves. Throws the problem 403 `no-membership`. */
async function placeOf(
  deps: Deps,
  { personId }: PersonIdentity,
  uscc: string,
): Promise<{ readonly right: ActingRight } | { readonly claim: Claim }> {
  const rights = await membershipsOf(deps.store.em(), personId);
  const right = rights.find((one) => one.uscc === uscc && one.proven);
  if (right !== undefined) return { right };
  const claim = await pendingClaim(deps.store.em(), personId, uscc);
  if (claim !== null) return { claim };
  throw problem(403, 'no-membership', {
    zh: '不能代表该主体',
    en: 'you may not act for this party',
    accepted: {
      zh: '先以 POST /v1/parties 申请登记该主体，或者由其经办人添加',
      en: 'claim it first by POST /v1/parties, or have one of its members add you',
    },
  });
}

async function holderOf(deps: Deps, identity: PersonIdentity, party: OwnParty | null): Promise<Holder> {
  if (party !== null) return { kind: 'party', uscc: party.uscc };
  const person = await personById(deps.store.em(), identity.personId);
  return { kind: 'person', realName: person?.realName ?? '' };
}

type OwnParty = Pick<ActingRight, 'partyId' | 'uscc' | 'partyName'>;

interface Registration {
  readonly identity: PersonIdentity;
  readonly party: OwnParty | null;
  readonly address: string;
  readonly replaces: string | null;
}

/** Stores a certificate, ends the one it replaces, and enters both in the record: whose names it holds stays private. */
async function enter(tx: Tx, checked: CheckedSignature, given: Registration): Promise<CertificateRow> {
  const { identity, party, address, replaces } = given;
  const { certificate, path } = checked;
  const { sha256, subject, issuer, notBefore, notAfter } = certificate.facts;
  const row = await registerCertificate(tx, {
    sha256,
    pem: toPem('CERTIFICATE', certificate.der),
    chainPem: path
      .slice(1)
      .map((one) => toPem('CERTIFICATE', one.der))
      .join(''),
    subject,
    issuer,
    personId: identity.personId,
    partyId: party?.partyId ?? null,
    notBefore,
    notAfter,
  });
  if (row === null) throw pkiProblem(pkiRefusal('certificate-registered'));
  const kind = party === null ? 'person' : 'party';
  const secret = { person: identity.personId, address, certificate: sha256, subject };
  await enterIdentity(tx, 'certificateRegistered', party?.uscc ?? null, { kind, issuer }, secret);
  if (replaces !== null) {
    const old = await certificateBySha256(tx, replaces);
    const same = old?.personId === identity.personId && old.partyId === row.partyId;
    if (!same) throw pkiProblem(pkiRefusal('certificate-not-yours'));
    await withdraw(tx, old, {
      because: 'replaced',
      replacedBy: sha256,
      uscc: party?.uscc ?? null,
      identity,
      address,
    });
  }
  return row;
}

interface Withdrawal {
  readonly because: string;
  readonly replacedBy: string | null;
  readonly uscc: string | null;
  readonly identity: PersonIdentity;
  readonly address: string;
}

async function withdraw(tx: Tx, row: CertificateRow, given: Withdrawal): Promise<void> {
  const { because, replacedBy, uscc, identity, address } = given;
  if (!(await withdrawCertificate(tx, row.sha256, because, replacedBy)))
    throw pkiProblem(pkiRefusal('certificate-withdrawn'));
  await endSignInsBy(tx, row.sha256, 'certificate-withdrawn');
  const secret = { person: identity.personId, address, certificate: row.sha256, because };
  await enterIdentity(tx, 'certificateWithdrawn', uscc, { kind: uscc === null ? 'person' : 'party' }, secret);
}

const list = route({
  method: 'get',
  path: '/v1/certificates',
  operationId: 'ownCertificates',
  tags: ['identity'],
  summary: '我的数字证书 · My certificates and those of the party I act for',
  access: 'person',
  responses: {
    200: {
      description: '证书',
      schema: z.strictObject({ certificates: z.array(certificateSchema) }),
      example: { certificates: [certificateExample] },
    },
  },
  handler: async ({ deps, identity }) => {
    const found = await certificatesOf(deps.store.em(), identity.personId, identity.partyId);
    const rights = await membershipsOf(deps.store.em(), identity.personId);
    const usccOf = (partyId: string | null) => rights.find((one) => one.partyId === partyId)?.uscc ?? null;
    return { status: 200, body: { certificates: found.map((one) => presented(one, usccOf(one.partyId))) } };
  },
});

const end = route({
  method: 'post',
  path: '/v1/certificates/:sha256/withdraw',
  operationId: 'withdrawCertificate',
  tags: ['identity'],
  summary:
    '停用数字证书 · End the use of a certificate here from now on (its holder, or who acts for its party); what it signed before stays',
  access: 'person',
  write: true,
  request: {
    params: z.strictObject({ sha256: sha256Schema }),
    body: z.strictObject({ because: text(300) }),
    example: { because: 'U盾遗失' },
  },
  responses: { 200: { description: '已停用', schema: certificateSchema, example: certificateExample } },
  handler: async ({ params, body, deps, identity, address, once }) => {
    const row = await certificateBySha256(deps.store.em(), params.sha256);
    const mine = row !== null && (row.personId === identity.personId || row.partyId === identity.partyId);
    // Of a certificate of somebody else not even its being here is told.
    if (row === null || !mine || (row.partyId === null && row.personId !== identity.personId))
      throw problem(404, 'unknown-certificate', { zh: '没有此证书', en: 'there is no such certificate' });
    const rights = await membershipsOf(deps.store.em(), identity.personId);
    const uscc = rights.find((one) => one.partyId === row.partyId)?.uscc ?? null;
    return once.inTransaction(async (tx) => {
      await withdraw(tx, row, { because: body.because, replacedBy: null, uscc, identity, address });
      return { status: 200, body: presented((await certificateBySha256(tx, row.sha256)) ?? row, uscc) };
    });
  },
});

function presented(row: CertificateRow, uscc: string | null): Answer<typeof certificateSchema> {
  const { sha256, subject, issuer, withdrawnBecause, replacedBy } = row;
  return {
    sha256,
    subject,
    issuer,
    uscc,
    notBefore: shown(row.notBefore),
    notAfter: shown(row.notAfter),
    registeredAt: shown(row.registeredAt),
    withdrawnAt: shown(row.withdrawnAt),
    withdrawnBecause,
    replacedBy,
  };
}

export const certificateRoutes: readonly Route[] = [register, list, end];
