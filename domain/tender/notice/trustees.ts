import { trusteeUscc } from '../../opening/trustee.ts';
import { platformRefusal, type Refusal } from '../../refusal.ts';
import { acceptanceHash, TRUSTEE_ACCEPTANCE, type TrusteeAcceptance } from '../../seal/acceptance.ts';
import type { Trustee } from '../../seal/demand.ts';
import type { LaunchTender } from './command.ts';

/** Whether a trustee signed exactly this demand for this tender, by a certificate of its party's that is not known to be revoked. */
function acceptanceOf(command: LaunchTender, trustee: Trustee): TrusteeAcceptance | null {
  const { draft, tenderId } = command;
  const uscc = trusteeUscc(draft, trustee);
  if (uscc === null || tenderId === undefined || draft.sealing == null) return null;
  const text = acceptanceHash(tenderId, draft.sealing, trustee.id);
  const signed = (command.signed ?? []).some(
    (one) =>
      one.kind === TRUSTEE_ACCEPTANCE &&
      one.documentSha256 === text &&
      one.uscc === uscc &&
      one.revokedAt === null,
  );
  return signed ? { trusteeId: trustee.id, uscc, text } : null;
}

/** The acceptances under which a tender is launched; none where it has no trustees. */
export function acceptancesOf(command: LaunchTender): TrusteeAcceptance[] {
  const trustees = command.draft.sealing?.trustees ?? [];
  return trustees.map((trustee) => acceptanceOf(command, trustee)).filter((one) => one !== null);
}

/** One refusal for each trustee that has not accepted what the draft demands (电子招标投标办法第三十一条第二款): whoever writes its key in the draft is not enough. */
export function refuseUnaccepted(command: LaunchTender): Refusal[] {
  const trustees = command.draft.sealing?.trustees ?? [];
  return trustees
    .filter((trustee) => acceptanceOf(command, trustee) === null)
    .map(({ id, name }) =>
      platformRefusal(
        'trustee-not-accepted',
        `受托人“${name}”（${id}）尚未以单位证书签名接受现在的加密要求。`,
        `The trustee ${id} has not accepted the sealing demand as it stands, by a signature of its organisation certificate.`,
        {
          zh: '由该受托人读取 GET /v1/tenders/{id}/trustee-acceptance，以登记的单位证书对其中 text 签名，并提交到 POST 同一地址；此后不再改动加密要求。',
          en: 'The trustee reads GET /v1/tenders/{id}/trustee-acceptance, signs its `text` by a registered organisation certificate and posts that to the same address; the demand is not changed afterwards.',
        },
      ),
    );
}
