import { refuseHolder, refusePartyName } from '../../domain/pki/index.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { toPem, type CheckedSignature } from '../../runtime/pki/index.ts';
import {
  keepClaimCertificate,
  proveParty,
  settleClaim,
  type Claim,
  type ClaimCertificate,
  type Party,
  type Proof,
  type Tx,
} from '../../store/index.ts';
import { problem, type ProblemError } from '../problem.ts';
import { enterIdentity } from './entries.ts';

/** Who proves something, and from where: committed to by the record, not published. */
export interface Prover {
  readonly personId: string;
  readonly address: string;
}

/** What a certificate that answered a challenge shows of a claim, so that anybody can check it again. */
export function claimCertificate(
  checked: CheckedSignature,
  challenge: string,
  signature: Uint8Array,
): ClaimCertificate {
  const { sha256, subject, issuer } = checked.certificate.facts;
  return {
    sha256,
    subject,
    issuer,
    chain: checked.path.map((one) => toPem('CERTIFICATE', one.der)).join(''),
    challenge,
    signature: Buffer.from(signature).toString('base64'),
  };
}

/** Why a certificate is not the claimed party's, by its code and its name; null when it is. */
export function refuseProof(claim: Claim, checked: CheckedSignature): Refusal | null {
  const { facts } = checked.certificate;
  return refuseHolder(facts, { kind: 'party', uscc: claim.uscc }) ?? refusePartyName(facts, claim.name);
}

/**
 * Proves the party of an open claim and enters it in the record. Null when a party is proven under the code already:
 * the claim stays open, as a dispute that the administrator decides.
 */
export async function settleAsProven(
  tx: Tx,
  claim: Claim,
  proof: Proof,
  by: Prover & { readonly reason?: string; readonly evidence?: Claim['evidence'] },
): Promise<Party | null> {
  const party = await proveParty(tx, claim, proof);
  if (party === null) return null;
  const { reason = null, evidence = [] } = by;
  const settled = await settleClaim(tx, claim.id, {
    status: 'proven',
    personId: by.personId,
    reason,
    evidence,
  });
  if (!settled) throw claimSettled();
  const { uscc, name } = party;
  await enterIdentity(
    tx,
    'partyRegistered',
    uscc,
    { uscc, name, kinds: party.kinds, proof: proof.how },
    {
      person: by.personId,
      claimant: claim.personId,
      claim: claim.id,
      address: by.address,
      ...(proof.how === 'certificate'
        ? { certificate: proof.facts['sha256'] }
        : { reason, evidence: evidence.map(({ sha256 }) => sha256) }),
    },
  );
  return party;
}

/**
 * Takes an organisation certificate as the proof of a claim. Null where another proof came first: the certificate is
 * kept with the claim, for whom the administrator decides.
 */
export async function proveByCertificate(
  tx: Tx,
  claim: Claim,
  certificate: ClaimCertificate,
  by: Prover,
): Promise<Party | null> {
  await keepClaimCertificate(tx, claim.id, certificate);
  return settleAsProven(
    tx,
    { ...claim, certificate },
    { how: 'certificate', facts: { ...certificate }, personId: by.personId },
    by,
  );
}

/** The problem of a claim that was decided meanwhile. */
export function claimSettled(): Error {
  return problem(409, 'claim-settled', {
    zh: '该登记申请已经处理',
    en: 'this claim was settled already',
  });
}

/** The problem of a proof to a code that others proved first. */
export function partyDisputed(): ProblemError {
  return problem(409, 'party-disputed', {
    zh: '该统一社会信用代码已由他人核实；您的证明已随申请保存，由平台管理员裁定',
    en: 'others have proven this code before: your proof is kept with your claim, and the administrator of the platform decides',
    accepted: {
      zh: '由该主体有管理权的经办人添加您，或者等待管理员裁定：GET /v1/claims',
      en: 'one of its managing members adds you, or the administrator decides: see GET /v1/claims',
    },
  });
}
