/** What the rest of the system uses of certificates and signatures. */
export { readCertificate, readCertificates, sha256Hex, type ReadCertificate } from './certificate.ts';
export { cmsSha256, readCms, type ReadCms } from './cms.ts';
export { derFrom, toPem } from './der.ts';
export { PkiRefused, refused } from './errors.ts';
export type { AnswerCache, AskAt, RevocationOptions, RevocationResult } from './revocation.ts';
export { digestOf, type Digest } from './signatures.ts';
export type { Needs, PlainCertificate } from './judge.ts';
export { createPkiThreads, type PkiThreads } from './threads.ts';
export {
  CHALLENGE_NEEDS,
  createVerifier,
  DOCUMENT_NEEDS,
  type CheckedCertificate,
  type CheckedSignature,
  type Content,
  type TrustedAuthority,
  type Verifier,
} from './verifier.ts';
