import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs openssl in a folder and gives what it prints. Rejects with its complaint. */
export async function openssl(dir: string, ...args: string[]): Promise<string> {
  const { stdout, stderr } = await run('openssl', args, { cwd: dir });
  return stdout + stderr;
}

const CA = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign';
export const EXTENSIONS = {
  ca: CA,
  lowestCa: CA.replace('CA:TRUE', 'CA:TRUE,pathlen:0'),
  tsa: 'keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping',
} as const;

/** Makes `<name>.pem` by openssl: self-signed, or issued by another; with the key `<keyOf>.key`, made when missing. */
export async function issueByOpenssl(
  dir: string,
  name: string,
  given: { issuer: string | null; extensions: string; subject?: string; keyOf?: string; rsa?: boolean },
): Promise<void> {
  const keyFile = `${given.keyOf ?? name}.key`;
  if ((await readFile(path.join(dir, keyFile)).catch(() => null)) === null) {
    const kind =
      given.rsa === true
        ? ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048']
        : ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'];
    await openssl(dir, 'genpkey', ...kind, '-out', keyFile);
  }
  const subject = given.subject ?? `/CN=${name}`;
  await openssl(dir, 'req', '-new', '-key', keyFile, '-subj', subject, '-out', `${name}.csr`);
  const keyIds =
    'subjectKeyIdentifier=hash' + (given.issuer === null ? '' : '\nauthorityKeyIdentifier=keyid');
  await writeFile(path.join(dir, `${name}.ext`), `${given.extensions}\n${keyIds}\n`);
  const signedBy =
    given.issuer === null
      ? ['-signkey', keyFile]
      : ['-CA', `${given.issuer}.pem`, '-CAkey', `${given.issuer}.key`];
  const serial = `0x${randomBytes(15).toString('hex')}`;
  await openssl(
    dir,
    ...['x509', '-req', '-in', `${name}.csr`, ...signedBy, '-set_serial', serial, '-days', '2'],
    ...['-extfile', `${name}.ext`, '-out', `${name}.pem`],
  );
}

export interface OpensslTsa {
  readonly url: string;
  /** PEM file of its root. */
  readonly rootFile: string;
  /** Answers one request, as the server does. */
  reply(query: Uint8Array): Promise<Buffer>;
  close(): Promise<void>;
}

/**
 * An independent time-stamping authority: `openssl ts -reply` behind HTTP, an RSA key under an intermediate
 * authority, both certificates in the token. Listens on `port`, or on a free one.
 */
export async function prepareOpensslTsa(
  dir: string,
): Promise<{ rootFile: string; listen(port?: number): Promise<OpensslTsa> }> {
  await issueByOpenssl(dir, 'root', { issuer: null, extensions: EXTENSIONS.ca, rsa: true });
  await issueByOpenssl(dir, 'between', { issuer: 'root', extensions: EXTENSIONS.lowestCa, rsa: true });
  await issueByOpenssl(dir, 'tsa', { issuer: 'between', extensions: EXTENSIONS.tsa, rsa: true });
  await writeFile(path.join(dir, 'serial'), '1000\n');
  await writeFile(
    path.join(dir, 'tsa.cnf'),
    [
      ...['[tsa]', 'default_tsa = one', '[one]', 'serial = serial', 'crypto_device = builtin'],
      ...['signer_cert = tsa.pem', 'signer_key = tsa.key', 'certs = between.pem', 'signer_digest = sha256'],
      ...[
        'default_policy = 1.2.3.4.1',
        'digests = sha256',
        'accuracy = secs:1, millisecs:500',
        'ordering = no',
      ],
      ...['tsa_name = yes', 'ess_cert_id_chain = no', 'ess_cert_id_alg = sha256', ''],
    ].join('\n'),
  );
  const rootFile = path.join(dir, 'root.pem');
  let last: Promise<unknown> = Promise.resolve();
  const answer = async (query: Uint8Array): Promise<Buffer> => {
    const id = randomBytes(8).toString('hex');
    await writeFile(path.join(dir, `${id}.tsq`), query);
    await openssl(dir, 'ts', '-reply', '-config', 'tsa.cnf', '-queryfile', `${id}.tsq`, '-out', `${id}.tsr`);
    return readFile(path.join(dir, `${id}.tsr`));
  };
  // One after another: the serial number lies in a file.
  const reply = (query: Uint8Array): Promise<Buffer> => {
    const mine = last.then(() => answer(query));
    last = mine.catch(() => undefined);
    return mine;
  };
  return {
    rootFile,
    listen: async (port = 0) => {
      const server = http.createServer((request, response) => void serve(request, response, reply));
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
      return {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
        rootFile,
        reply,
        close: async () => {
          server.closeAllConnections();
          await new Promise((resolve) => server.close(resolve));
        },
      };
    },
  };
}

async function serve(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  reply: (query: Uint8Array) => Promise<Buffer>,
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  try {
    const body = await reply(Buffer.concat(parts));
    response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(body);
  } catch {
    response.writeHead(500).end();
  }
}
