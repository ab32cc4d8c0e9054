import type { Refusal } from '../refusal.ts';
import type { Instant } from '../time/instant.ts';
import { pkiRefusal } from './refusals.ts';
import type { CertificateFacts } from './types.ts';

/** Whose a certificate is: a party's, by its unified social credit code, or a person's, by their real name. */
export type Holder =
  { readonly kind: 'party'; readonly uscc: string } | { readonly kind: 'person'; readonly realName: string };

/**
 * Why a certificate is not the holder's (电子签名法 13: the data belong to the signatory alone); null when it is.
 * An organisation certificate carries exactly one code, a personal one the person's name as its common name.
 */
export function refuseHolder(certificate: CertificateFacts, holder: Holder): Refusal | null {
  if (holder.kind === 'party') {
    const { usccs } = certificate;
    return usccs.length === 1 && usccs[0] === holder.uscc ? null : pkiRefusal('certificate-uscc');
  }
  const named = certificate.commonName?.normalize('NFC').trim() === holder.realName.normalize('NFC').trim();
  return named ? null : pkiRefusal('certificate-name');
}

/**
 * Why a name is not the one that an organisation certificate proves; null when it is its organisation or its common
 * name. Widths are not told apart: registers write brackets in either.
 */
export function refusePartyName(certificate: CertificateFacts, name: string): Refusal | null {
  const plain = (text: string): string => text.normalize('NFKC').replaceAll(/\s+/g, ' ').trim();
  const names = [certificate.organization, certificate.commonName].filter((one) => one !== null);
  return names.some((one) => plain(one) === plain(name)) ? null : pkiRefusal('certificate-party-name');
}

/** A certificate's life on the platform. */
export interface Binding {
  readonly personId: string;
  /** null: a personal certificate, which serves whatever party the person acts for. */
  readonly partyId: string | null;
  readonly registeredAt: Instant;
  readonly withdrawnAt: Instant | null;
}

/** Why a registered certificate may not be used by these at an instant; null when it may. */
export function refuseBinding(
  binding: Binding | null,
  by: { readonly personId: string; readonly partyId: string | null },
  at: Instant,
): Refusal | null {
  if (binding === null) return pkiRefusal('certificate-unregistered');
  if (binding.personId !== by.personId) return pkiRefusal('certificate-not-yours');
  if (binding.partyId !== null && by.partyId !== null && binding.partyId !== by.partyId)
    return pkiRefusal('certificate-not-yours');
  if (binding.withdrawnAt !== null && at >= binding.withdrawnAt) return pkiRefusal('certificate-withdrawn');
  return null;
}
