import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { RevocationPolicy } from '../../domain/pki/index.ts';
import {
  developmentAuthorities,
  issueDevelopment,
  type DevelopmentAuthority,
  type DevelopmentHolder,
  type IssueOptions,
} from '../../runtime/pki/dev/authority.ts';
import { developmentServer } from '../../runtime/pki/dev/responder.ts';
import {
  createPkiThreads,
  createVerifier,
  readCertificates,
  toPem,
  type AnswerCache,
  type ReadCertificate,
  type TrustedAuthority,
  type Verifier,
} from '../../runtime/pki/index.ts';
import { KEY_KINDS, keyFromPem, type KeyKind } from '../../runtime/pki/keys.ts';
import { signCms } from '../../runtime/pki/sign-cms.ts';
import { freePort } from './ports.ts';

const execute = promisify(execFile);

/** Runs OpenSSL. Rejects with what it said when it refuses. */
export async function openssl(...args: string[]): Promise<string> {
  const { stdout, stderr } = await execute('openssl', args);
  return stdout + stderr;
}

/** Somebody with a certificate, as files that OpenSSL reads, too. */
export interface TestSigner {
  readonly kind: KeyKind;
  readonly keyFile: string;
  readonly chainFile: string;
  readonly certificateFile: string;
  readonly certificate: ReadCertificate;
  sign(content: Uint8Array, at?: number): Promise<Buffer>;
}

/** Real development authorities that answer over HTTP, in a folder of their own. */
export interface TestAuthorities {
  readonly dir: string;
  readonly folder: string;
  readonly url: string;
  readonly of: Readonly<Record<KeyKind, DevelopmentAuthority>>;
  issue(kind: KeyKind, holder: DevelopmentHolder, options?: IssueOptions): Promise<TestSigner>;
  file(name: string, content: Uint8Array | string): Promise<string>;
  rootFile(kind: KeyKind): Promise<string>;
  issuingFile(kind: KeyKind): Promise<string>;
  /** As the trust list holds them: trusted since ever. */
  trusted(): TrustedAuthority[];
  /** Nobody answers any more, as when an authority is away. */
  silence(): Promise<void>;
  close(): Promise<void>;
}

export async function startAuthorities(): Promise<TestAuthorities> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'openseal-pki-'));
  const folder = path.join(dir, 'authorities');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const of = await developmentAuthorities(folder, url);
  const server = developmentServer(folder, of);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  let number = 0;
  const file = async (name: string, content: Uint8Array | string): Promise<string> => {
    const at = path.join(dir, `${++number}-${name}`);
    await writeFile(at, content);
    return at;
  };
  const silence = async (): Promise<void> => {
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  return {
    dir,
    folder,
    url,
    of,
    file,
    issue: async (kind, holder, options) => {
      const { key, chain, certificate } = await issueDevelopment(folder, url, of[kind], holder, options);
      const signer = { key: keyFromPem(key), certificate, between: readCertificates(chain).slice(1) };
      return {
        kind,
        certificate,
        keyFile: await file('key.pem', key),
        chainFile: await file('chain.pem', chain),
        certificateFile: await file('certificate.pem', toPem('CERTIFICATE', certificate.der)),
        sign: (content, at = Date.now()) => signCms(signer, content, at),
      };
    },
    rootFile: (kind) => file('root.pem', toPem('CERTIFICATE', of[kind].root.certificate.der)),
    issuingFile: (kind) => file('issuing.pem', toPem('CERTIFICATE', of[kind].issuing.certificate.der)),
    trusted: () =>
      KEY_KINDS.map((kind) => ({
        sha256: of[kind].root.certificate.facts.sha256,
        pem: toPem('CERTIFICATE', of[kind].root.certificate.der),
        betweenPem: toPem('CERTIFICATE', of[kind].issuing.certificate.der),
        ocspUrl: null,
        crlUrl: null,
        events: [{ change: 'added' as const, at: 0, reason: 'test' }],
      })),
    silence,
    close: async () => {
      await silence();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export interface TestVerifierOptions {
  readonly authorities?: () => readonly TrustedAuthority[];
  readonly policy?: RevocationPolicy;
  readonly freshMs?: number;
  readonly production?: boolean;
}

/** One set of threads for all verifiers of a test file, as a process has one; they end with it. */
const threads = createPkiThreads();

/** A verifier with a cache in memory. */
export function testVerifier(from: TestAuthorities, options: TestVerifierOptions = {}): Verifier {
  return createVerifier({
    authorities: () => Promise.resolve((options.authorities ?? from.trusted)()),
    production: options.production ?? false,
    threads,
    revocation: {
      policy: options.policy ?? { whenUnreachable: 'refuse', maxAgeMs: 0 },
      // An answer of this very millisecond is not fresh either, unless a test says so.
      freshMs: options.freshMs ?? -1,
      timeoutMs: 120_000,
      cache: memoryCache(),
    },
  });
}

function memoryCache(): AnswerCache {
  const kept = new Map<string, NonNullable<Awaited<ReturnType<AnswerCache['get']>>>>();
  return {
    get: (certificate) => Promise.resolve(kept.get(certificate) ?? null),
    put: (certificate, answer) => {
      kept.set(certificate, { answer, fetchedAt: Date.now() });
      return Promise.resolve();
    },
  };
}
