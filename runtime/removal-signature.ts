import { certificateOf, ed25519Of, signatureOf, type HoldsSignature } from '../domain/seal/index.ts';
import { verifyEd25519 } from './ed25519.ts';
import { checkCms, readCms } from './pki/cms.ts';
import { PkiRefused } from './pki/errors.ts';
import { digestOf } from './pki/signatures.ts';

/**
 * Whether a signature is of a named key, by cryptography alone and offline: a certificate is named by its hash, so that nobody
 * has to be trusted to say whose it is. Whether it was valid then was asked of its authority when the signature came in.
 */
export const holdsSignature: HoldsSignature = async (key, message, signature) => {
  const [publicKey, certificate, bytes] = [ed25519Of(key), certificateOf(key), signatureOf(signature)];
  if (bytes === null) return false;
  if (publicKey !== null) return verifyEd25519(publicKey, message, bytes);
  try {
    const cms = await readCms(bytes);
    checkCms(cms, await digestOf(cms.digest, message));
    return cms.signer.facts.sha256 === certificate;
  } catch (error) {
    if (error instanceof PkiRefused) return false;
    throw error;
  }
};
