/** What the rest of the system uses of certificates and signatures. */
export { readCertificate, readCertificates, sha256Hex, type ReadCertificate } from './certificate.ts';
export { cmsSha256, readCms, type Content, type ReadCms } from './cms.ts';
export { derFrom, toPem } from './der.ts';
export { PkiRefused, refused } from './errors.ts';
export type { AnswerCache, AskAt, RevocationOptions, RevocationResult } from './revocation.ts';
export { digestOf, type Digest } from './signatures.ts';
export {
  CHALLENGE_NEEDS,
  createVerifier,
  DOCUMENT_NEEDS,
  type CheckedCertificate,
  type CheckedSignature,
  type Needs,
  type TrustedAuthority,
  type Verifier,
} from './verifier.ts';
