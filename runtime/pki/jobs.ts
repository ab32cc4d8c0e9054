import type { RevocationAnswer } from '../../domain/pki/index.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { readCertificate } from './certificate.ts';
import { readCms } from './cms.ts';
import { readCrl, UnusableAnswer } from './crl.ts';
import { PkiRefused } from './errors.ts';
import {
  judgeCertificate,
  judgeSignature,
  plainCertificates,
  type JudgedPath,
  type JudgedSignature,
  type Needs,
  type PlainCertificate,
  type Standard,
} from './judge.ts';
import { ocspRequest, readOcsp } from './ocsp.ts';
import type { Digest } from './signatures.ts';

/** A certificate and the one above it, DER: whom an authority is asked about, and which. */
export interface Asked {
  readonly certificate: Uint8Array;
  readonly issuer: Uint8Array;
}

/** What a thread does with bytes that strangers sent, by name, with what each takes and gives. */
export interface PkiJobs {
  /** The digest that a signature names. */
  readonly digest: { readonly takes: { readonly cms: Uint8Array }; readonly gives: Digest };
  readonly signature: {
    readonly takes: {
      readonly cms: Uint8Array;
      readonly digest: Uint8Array;
      readonly needs: Needs;
      readonly standard: Standard;
    };
    readonly gives: JudgedSignature;
  };
  readonly certificate: {
    readonly takes: { readonly pem: string; readonly standard: Standard };
    readonly gives: JudgedPath;
  };
  readonly certificates: { readonly takes: { readonly pem: string }; readonly gives: PlainCertificate[] };
  readonly ocspRequest: {
    readonly takes: Asked;
    readonly gives: { readonly der: Uint8Array; readonly nonce: string };
  };
  /** Null: the answer cannot be used. */
  readonly ocsp: {
    readonly takes: Asked & { readonly answer: Uint8Array; readonly nonce: string; readonly at: Instant };
    readonly gives: RevocationAnswer | null;
  };
  readonly crl: {
    readonly takes: Asked & { readonly answer: Uint8Array };
    readonly gives: RevocationAnswer | null;
  };
}

export type PkiJob = keyof PkiJobs;
/** A job as it travels to a thread, and what comes back: refusals are a result, too. */
export type PkiMessage = {
  readonly [K in PkiJob]: { readonly job: K; readonly input: PkiJobs[K]['takes'] };
}[PkiJob];
export type PkiOutcome<K extends PkiJob> =
  { readonly gives: PkiJobs[K]['gives'] } | { readonly refusal: Refusal };

const JOBS: { readonly [K in PkiJob]: (input: PkiJobs[K]['takes']) => unknown } = {
  digest: async ({ cms }) => (await readCms(cms)).digest,
  signature: ({ cms, digest, needs, standard }) => judgeSignature(cms, digest, needs, standard),
  certificate: ({ pem, standard }) => judgeCertificate(pem, standard),
  certificates: ({ pem }) => plainCertificates(pem),
  ocspRequest: (asked) => {
    const { der, nonce } = ocspRequest(...readAsked(asked));
    return { der: Uint8Array.from(der), nonce };
  },
  ocsp: ({ answer, nonce, at, ...asked }) =>
    usable(() => readOcsp(answer, ...readAsked(asked), { nonce, at })),
  crl: ({ answer, ...asked }) => usable(() => readCrl(answer, ...readAsked(asked))),
};

const readAsked = ({ certificate, issuer }: Asked) =>
  [readCertificate(certificate), readCertificate(issuer)] as const;

function usable(read: () => RevocationAnswer): RevocationAnswer | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnusableAnswer || error instanceof PkiRefused) return null;
    throw error;
  }
}

/** Does one job. A refusal is part of the outcome; whatever else is thrown is a fault of ours. */
export async function doPkiJob({ job, input }: PkiMessage): Promise<PkiOutcome<PkiJob>> {
  try {
    const work = JOBS[job] as (input: unknown) => unknown;
    return { gives: (await work(input)) as never };
  } catch (error) {
    if (error instanceof PkiRefused) return { refusal: error.refusal };
    throw error;
  }
}
