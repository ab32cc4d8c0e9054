import { z } from 'zod';
import { refusedBy } from '../../domain/law/citation.ts';
import { trusteeOf } from '../../domain/opening/trustee.ts';
import { pkiRefusal } from '../../domain/pki/index.ts';
import {
  acceptanceHash,
  acceptanceText,
  TRUSTEE_ACCEPTANCE,
  type SealingDemand,
} from '../../domain/seal/index.ts';
import { digestOf, DOCUMENT_NEEDS, PkiRefused } from '../../runtime/pki/index.ts';
import { databaseNow, signaturesOf, tenderById, type Em, type TenderRow } from '../../store/index.ts';
import { ROLES, type Deps, type Identity } from '../deps.ts';
import type { Answer } from '../answer.ts';
import { problem } from '../problem.ts';
import { route, type Route } from '../route.ts';
import { rulesetOf } from '../ruleset.ts';
import { idSchema, sha256Schema, shown, shownInstantSchema } from '../schema.ts';
import { sealingDemandSchema } from '../shown/parties.ts';
import { orProblem } from './problems.ts';
import { signatureSchema } from './schemas.ts';
import { enterSignature, ownBinding, rowOf } from './kept-signature.ts';

const params = z.strictObject({ id: idSchema });
const acceptanceSchema = z.strictObject({
  tenderId: idSchema,
  title: z.string(),
  trusteeId: z.string(),
  sealing: sealingDemandSchema,
  /** What is to be signed, byte for byte, in UTF-8. */
  text: z.string(),
  sha256: sha256Schema,
  acceptedAt: shownInstantSchema.nullable(),
});

const read = route({
  method: 'get',
  path: '/v1/tenders/:id/trustee-acceptance',
  operationId: 'readTrusteeAcceptance',
  tags: ['documents'],
  summary:
    '受托人查看须接受的加密要求 · A trustee reads the sealing demand that it is to accept, and what it signs for it',
  access: ROLES,
  request: { params },
  refuses: [409],
  responses: { 200: { description: '须签名的内容', schema: acceptanceSchema } },
  handler: async ({ params: { id }, deps, identity }) => ({
    status: 200,
    body: await shownAcceptance(deps.store.em(), await asked(deps, id, identity)),
  }),
});

const accept = route({
  method: 'post',
  path: '/v1/tenders/:id/trustee-acceptance',
  operationId: 'acceptAsTrustee',
  tags: ['documents'],
  summary:
    '受托人以单位证书签名接受 · A trustee accepts its part, before the launch, by a signature (detached CMS) of its organisation certificate over `text`',
  access: ROLES,
  write: true,
  request: {
    params,
    body: z.strictObject({ signature: signatureSchema }),
    example: { signature: 'MIIGAQYJKoZIhvcN' },
  },
  responses: { 201: { description: '已接受', schema: acceptanceSchema } },
  handler: async ({ params: { id }, body: { signature }, deps, identity, address, once }) => {
    const given = await asked(deps, id, identity);
    const { tender, text, sha256 } = given;
    if (tender.status !== 'draft')
      throw problem(409, 'already-launched', {
        zh: '该项目已经发布招标公告',
        en: 'this tender was launched already',
      });
    const at = await databaseNow(deps.store.em());
    const ruleset = await rulesetOf(deps, tender);
    const content = (digest: Parameters<typeof digestOf>[0]): Promise<Buffer> =>
      digestOf(digest, Buffer.from(text, 'utf8'));
    const { checked, binding } = await orProblem(
      async () => {
        const found = await deps.verifier.signature(signature, content, at, DOCUMENT_NEEDS, 'sign');
        const own = await ownBinding(deps, found, identity, at);
        // A person's certificate binds the person; the trustee is a party.
        if (own.partyId !== identity.partyId) throw new PkiRefused(pkiRefusal('certificate-uscc'));
        return { checked: found, binding: own };
      },
      refusedBy(ruleset, 'EB-015'),
    );
    const row = rowOf(checked, binding, {
      identity,
      kind: TRUSTEE_ACCEPTANCE,
      tenderId: id,
      sha256,
      cms: signature,
      at,
    });
    return once.inTransaction(async (tx) => {
      await enterSignature(tx, row, tender, { identity, address, at, ruleset });
      return { status: 201, body: await shownAcceptance(tx, given) };
    });
  },
});

interface Asked {
  readonly tender: TenderRow;
  readonly demand: SealingDemand;
  readonly trusteeId: string;
  readonly partyId: string;
  readonly text: string;
  readonly sha256: string;
}

/** What the acting party is asked to accept. Throws the problem 404 for who is no trustee: a draft is nobody else's to see. */
async function asked(deps: Deps, tenderId: string, identity: Identity): Promise<Asked> {
  const tender = await tenderById(deps.store.em(), tenderId);
  const draft = tender?.state?.draft ?? tender?.draft;
  const trustee = draft === undefined ? null : trusteeOf(draft, identity.uscc);
  const demand = draft?.sealing ?? null;
  if (tender === null || trustee === null || demand === null)
    throw problem(404, 'unknown-tender', {
      zh: '没有以本单位为受托人的此项目',
      en: 'there is no such tender with your party as a trustee',
    });
  const { id: trusteeId } = trustee;
  const text = acceptanceText(tenderId, demand, trusteeId);
  const sha256 = acceptanceHash(tenderId, demand, trusteeId);
  return { tender, demand, trusteeId, partyId: identity.partyId, text, sha256 };
}

async function shownAcceptance(em: Em, given: Asked): Promise<Answer<typeof acceptanceSchema>> {
  const { tender, demand, trusteeId, partyId, text, sha256 } = given;
  const found = await signaturesOf(em, tender.id, sha256);
  const mine = found.find((row) => row.kind === TRUSTEE_ACCEPTANCE && row.partyId === partyId);
  return {
    tenderId: tender.id,
    title: tender.draft.title,
    trusteeId,
    sealing: demand,
    text,
    sha256,
    acceptedAt: shown(mine?.receivedAt ?? null),
  };
}

export const acceptanceRoutes: readonly Route[] = [read, accept];
