import { pkiRefusal, type PkiCode } from '../../domain/pki/index.ts';
import type { Refusal } from '../../domain/refusal.ts';

/** A certificate or signature is not accepted; the refusal says why. */
export class PkiRefused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`${refusal.code}: ${refusal.en}`);
    this.name = 'PkiRefused';
    this.refusal = refusal;
  }
}

/** Builds the error to throw: `throw refused('certificate-malformed')`. */
export function refused(code: PkiCode, detail?: string): PkiRefused {
  return new PkiRefused(pkiRefusal(code, detail));
}
