import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { ConfigError, loadConfig } from '../../../runtime/config.ts';
import { certificatesOf } from '../../../runtime/timestamps/certificates.ts';
import { timestampClient, type TimestampClientOptions } from '../../../runtime/timestamps/client.ts';
import {
  developmentAuthority,
  developmentTsa,
  type DevelopmentAuthority,
} from '../../../runtime/timestamps/development-tsa.ts';
import { createTimestamper, grantingReply, TimestampError } from '../../../runtime/timestamps/index.ts';
import { openssl, prepareOpensslTsa, type OpensslTsa } from '../../support/openssl.ts';
import { freePort } from '../../support/ports.ts';
import { until } from '../../support/until.ts';

/** So long that whoever answers does so in time. */
const ANSWERS_WITHIN_MS = 120_000;

let dir: string;
let theirs: OpensslTsa;
let ours: DevelopmentAuthority;
let ourRoots: ReturnType<typeof certificatesOf>;
const open: http.Server[] = [];

beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'openseal-tsa-'));
  theirs = await (await prepareOpensslTsa(dir)).listen();
  ours = await developmentAuthority(path.join(dir, 'keys'));
  ourRoots = certificatesOf(await readFile(ours.rootFile, 'utf8'));
});
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
afterAll(async () => {
  await theirs.close();
  await rm(dir, { recursive: true, force: true });
});

async function listening(server: http.Server): Promise<string> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

async function refusal(options: Partial<TimestampClientOptions>): Promise<TimestampError> {
  const client = timestampClient({ urls: [], anchors: ourRoots, timeoutMs: ANSWERS_WITHIN_MS, ...options });
  return client.stamp(digestOf('x')).then(
    () => Promise.reject(new Error('a token was taken')),
    (error: unknown) => {
      if (error instanceof TimestampError) return error;
      throw error;
    },
  );
}

describe('the client', () => {
  it('takes a token of an independent authority, which openssl verifies as well', async () => {
    const anchors = certificatesOf(await readFile(theirs.rootFile, 'utf8'));
    const client = timestampClient({ urls: [theirs.url], anchors, timeoutMs: ANSWERS_WITHIN_MS });
    const stamps = await Promise.all(['a', 'b'].map((text) => client.stamp(digestOf(text))));
    expect(new Set(stamps.map((stamp) => stamp.serialNumber)).size).toBe(2);
    await writeFile(path.join(dir, 'a.tsr'), grantingReply(stamps[0]!.token));
    const args = ['-in', 'a.tsr', '-CAfile', 'root.pem', '-untrusted', 'between.pem'];
    const digest = digestOf('a').toString('hex');
    expect(await openssl(dir, 'ts', '-verify', '-digest', digest, ...args)).toContain('Verification: OK');
  });

  it('asks the next authority when one does not answer, or answers wrongly', async () => {
    const deaf = `http://127.0.0.1:${await freePort()}/`;
    const web = await listening(http.createServer((_request, response) => response.end('<html>')));
    const urls = [deaf, web, theirs.url, await listening(developmentTsa(ours.signer))];
    const client = timestampClient({ urls, anchors: ourRoots, timeoutMs: ANSWERS_WITHIN_MS });
    expect((await client.stamp(digestOf('x'))).authority).toContain('DEVELOPMENT ONLY');
    const error = await refusal({ urls: urls.slice(0, 3) });
    for (const said of ['is not reached', '200 (no type)', 'no trusted root'])
      expect(error.message).toContain(said);
  });

  it('asks the next authority when one takes the question and says nothing', async () => {
    const silent = await listening(http.createServer(() => undefined));
    const answering = await listening(developmentTsa(ours.signer));
    expect((await refusal({ urls: [silent], timeoutMs: 100 })).message).toContain('no answer within 100 ms');
    const client = timestampClient({ urls: [silent, answering], anchors: ourRoots, timeoutMs: 1_000 });
    // A machine may be too slow for the second as well, once or twice.
    const { authority } = await until(() => client.stamp(digestOf('x')).catch(() => null), 'a token');
    expect(authority).toContain('DEVELOPMENT ONLY');
  });

  it('refuses a time that is not the time of the request', async () => {
    for (const shiftMs of [-120_000, 120_000]) {
      const url = await listening(developmentTsa(ours.signer, () => Date.now() + shiftMs));
      expect((await refusal({ urls: [url] })).code).toBe('implausible-time');
    }
  });

  it('refuses the token of an earlier request', async () => {
    const real = await listening(developmentTsa(ours.signer));
    let kept: Buffer | null = null;
    const replaying = http.createServer((request, response) => {
      void (async () => {
        const parts: Buffer[] = [];
        for await (const part of request) parts.push(part as Buffer);
        const headers = { 'content-type': 'application/timestamp-query' };
        const fresh = await fetch(real, { method: 'POST', headers, body: Buffer.concat(parts) });
        kept ??= Buffer.from(await fresh.arrayBuffer());
        response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(kept);
      })();
    });
    const client = timestampClient({
      urls: [await listening(replaying)],
      anchors: ourRoots,
      timeoutMs: ANSWERS_WITHIN_MS,
    });
    await client.stamp(digestOf('x'));
    await expect(client.stamp(digestOf('x'))).rejects.toMatchObject({ code: 'wrong-nonce' });
    await expect(client.stamp(digestOf('y'))).rejects.toMatchObject({ code: 'wrong-imprint' });
  });

  it('says why an authority refuses, and reads no endless reply', async () => {
    // openssl's authority takes no SHA-1, and says so in its reply; here the reply to another's request is replayed.
    await writeFile(path.join(dir, 'data'), 'x');
    await openssl(dir, 'ts', '-query', '-data', 'data', '-sha1', '-out', 'sha1.tsq');
    const refused = await theirs.reply(await readFile(path.join(dir, 'sha1.tsq')));
    const type = { 'content-type': 'application/timestamp-reply' };
    const refusing = await listening(
      http.createServer((_request, response) => response.writeHead(200, type).end(refused)),
    );
    expect(await refusal({ urls: [refusing] })).toMatchObject({
      code: 'refused-by-authority',
      message: expect.stringContaining('badAlg') as unknown,
    });
    const endless = await listening(
      http.createServer((_request, response) => {
        response.writeHead(200, type);
        for (let count = 0; count < 20; count++) response.write(randomBytes(65_536));
        response.end();
      }),
    );
    expect((await refusal({ urls: [endless] })).code).toBe('malformed');
  });

  it('signs in with the user of the address, and tells nobody the password', async () => {
    let seen: string | undefined;
    const url = await listening(
      http.createServer((request, response) => {
        seen = request.headers.authorization;
        response.writeHead(503).end();
      }),
    );
    const error = await refusal({ urls: [url.replace('//', '//user:se%20cret@')] });
    expect(seen).toBe(`Basic ${Buffer.from('user:se cret').toString('base64')}`);
    expect(error.message).toContain('503');
    expect(error.message).not.toContain('cret');
  });
});

describe('the authority for development', () => {
  it('is made once for an installation, by however many processes', async () => {
    const keys = path.join(dir, 'several');
    const made = await Promise.all(Array.from({ length: 4 }, () => developmentAuthority(keys)));
    const prints = made.map((one) => one.signer.certificate.fingerprint256);
    expect(new Set(prints).size).toBe(1);
  });

  it('answers openssl, and says what it does not take', async () => {
    const url = await listening(developmentTsa(ours.signer));
    const ask = async (file: string): Promise<string> => {
      const body = await readFile(path.join(dir, file));
      const headers = { 'content-type': 'application/timestamp-query' };
      const answer = await fetch(url, { method: 'POST', headers, body });
      await writeFile(path.join(dir, `${file}.tsr`), Buffer.from(await answer.arrayBuffer()));
      return openssl(dir, 'ts', '-reply', '-in', `${file}.tsr`, '-text');
    };
    await writeFile(path.join(dir, 'data'), 'x');
    await openssl(dir, 'ts', '-query', '-data', 'data', '-sha256', '-cert', '-out', 'good.tsq');
    await openssl(dir, 'ts', '-query', '-data', 'data', '-sha512', '-out', 'sha512.tsq');
    await writeFile(path.join(dir, 'bad.tsq'), 'no request');
    expect(await ask('good.tsq')).toContain('Status: Granted.');
    const verified = await openssl(
      dir,
      ...['ts', '-verify', '-queryfile', 'good.tsq', '-in', 'good.tsq.tsr', '-CAfile', ours.rootFile],
    );
    expect(verified).toContain('Verification: OK');
    expect(await ask('sha512.tsq')).toMatch(/Status: Rejected\.[^]*unrecognized or unsupported algorithm/);
    expect(await ask('bad.tsq')).toMatch(/Status: Rejected\.[^]*data submitted has the wrong format/);
    expect((await fetch(url)).status).toBe(405);
    expect((await fetch(url, { method: 'POST', body: 'x' })).status).toBe(415);
  });

  it('is refused in production: its process, its root, and a configuration without an authority', async () => {
    const env = { OPENSEAL_PRODUCTION: 'true', OPENSEAL_TSA_URL: 'https://tsa.example.cn/' };
    const config = loadConfig({ ...env, OPENSEAL_TSA_ROOTS: ours.rootFile });
    await expect(createTimestamper(config)).rejects.toThrow(/OPENSEAL_PRODUCTION=true refuses .*development/);
    await createTimestamper(loadConfig({ ...env, OPENSEAL_TSA_ROOTS: theirs.rootFile }));
    expect(() => loadConfig({ OPENSEAL_PRODUCTION: 'true' })).toThrow(/needs a time-stamping authority/);
    const bin = path.resolve(import.meta.dirname, '../../../bin/tsa.ts');
    const given = { ...process.env, ...env, OPENSEAL_TSA_ROOTS: ours.rootFile, OPENSEAL_DATA: dir };
    const { status, stdout } = spawnSync(process.execPath, [bin], { env: given, timeout: 300_000 });
    expect([status, String(stdout)]).toEqual([
      1,
      expect.stringContaining('refuses the time-stamping authority'),
    ]);
  });

  it('refuses a configuration that cannot be right', async () => {
    expect(() => loadConfig({ OPENSEAL_TSA_URL: 'https://tsa.example.cn/' })).toThrow(/OPENSEAL_TSA_ROOTS/);
    expect(() => loadConfig({ OPENSEAL_TSA_URL: 'ftp://x/', OPENSEAL_TSA_ROOTS: 'x' })).toThrow(ConfigError);
    const given = { OPENSEAL_TSA_URL: 'http://a/, http://b/' };
    expect(loadConfig({ ...given, OPENSEAL_TSA_ROOTS: 'x' }).timestamps.urls).toEqual([
      'http://a/',
      'http://b/',
    ]);
    const missing = loadConfig({ ...given, OPENSEAL_TSA_ROOTS: path.join(dir, 'none.pem') });
    await expect(createTimestamper(missing)).rejects.toThrow(/OPENSEAL_TSA_ROOTS: .*none.pem/);
    const empty = loadConfig({ ...given, OPENSEAL_TSA_ROOTS: path.join(dir, 'data') });
    await expect(createTimestamper(empty)).rejects.toThrow(/holds no certificates/);
  });
});
