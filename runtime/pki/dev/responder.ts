import http from 'node:http';
import { buildCrl, type Issuer, type RevokedSerial } from '../build.ts';
import { toPem } from '../der.ts';
import { KEY_KINDS, type KeyKind } from '../keys.ts';
import { ocspResponse } from '../ocsp.ts';
import { readRegister, type DevelopmentAuthority } from './authority.ts';

const OCSP_VALID_MS = 60_000;
const CRL_VALID_MS = 3_600_000;
const MAX_REQUEST_BYTES = 64 * 1024;

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array | string;
}
const NOT_FOUND: Answer = { status: 404, type: 'text/plain', body: 'there is nothing at this address\n' };

/**
 * Serves the development authorities: `/<kind>/ocsp` (RFC 6960 appendix A.1, GET and POST), `/<kind>/ca.crl`,
 * `/<kind>/root.crl`, `/<kind>/ca.pem` and `/<kind>/root.pem`.
 */
export function developmentServer(
  folder: string,
  authorities: Readonly<Record<KeyKind, DevelopmentAuthority>>,
): http.Server {
  return http.createServer((request, response) => {
    answer(request, folder, authorities)
      .catch((): Answer => ({ status: 500, type: 'text/plain', body: 'failed\n' }))
      .then(({ status, type, body }) => {
        response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' });
        response.end(body);
      })
      .catch(() => response.destroy());
  });
}

async function answer(
  request: http.IncomingMessage,
  folder: string,
  authorities: Readonly<Record<KeyKind, DevelopmentAuthority>>,
): Promise<Answer> {
  const [, first = '', what = '', ...rest] = (request.url ?? '').split('?', 1)[0]!.split('/');
  const kind = KEY_KINDS.find((one) => one === first);
  if (kind === undefined) return NOT_FOUND;
  const authority = authorities[kind];
  if (what === 'ca.pem' || what === 'root.pem') {
    const { certificate } = what === 'ca.pem' ? authority.issuing : authority.root;
    return { status: 200, type: 'application/x-pem-file', body: toPem('CERTIFICATE', certificate.der) };
  }
  const register = await readRegister(folder);
  const revoked = register.revoked.filter((one) => one.kind === kind);
  if (what === 'ca.crl') return list(authority.issuing, revoked);
  if (what === 'root.crl') return list(authority.root, revoked);
  if (what !== 'ocsp') return NOT_FOUND;
  const asked =
    request.method === 'POST'
      ? await bodyOf(request)
      : Buffer.from(decodeURIComponent(rest.join('/')), 'base64');
  const issued = new Set(register.issued.filter((one) => one.kind === kind).map((one) => one.serial));
  const state = { issuer: authority.issuing.certificate, responder: authority.responder, issued, revoked };
  return {
    status: 200,
    type: 'application/ocsp-response',
    body: ocspResponse(asked, state, now(), OCSP_VALID_MS),
  };
}

/** Whole seconds: neither OCSP nor CRLs carry more. */
const now = (): number => Math.floor(Date.now() / 1000) * 1000;

function list(issuer: Issuer, revoked: readonly RevokedSerial[]): Answer {
  const thisUpdate = now();
  const span = { thisUpdate, nextUpdate: thisUpdate + CRL_VALID_MS, number: thisUpdate / 1000 };
  return { status: 200, type: 'application/pkix-crl', body: buildCrl(issuer, revoked, span) };
}

async function bodyOf(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_REQUEST_BYTES) throw new RangeError('the question is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
