import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { LINGER } from '../../api/door/lingering.ts';
import { Pace } from '../../api/door/pace.ts';
import { hasChromium, launchBrowser } from '../support/browser.ts';
import { actingAs, type Acting } from './support/people.ts';
import { untilTrue } from '../support/until.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';

const MIB = 1024 * 1024;
const LIMIT_BYTES = 64 * MIB;
/** More than is read away after an answer: whoever sends it is still sending when it is answered. */
const BODY = randomBytes(3 * LINGER.bytes);

let platform: TestPlatform;
let person: Acting;
let browser: Browser | null = null;
let bodyFile: string;

beforeAll(async () => {
  platform = await startPlatform({ OPENSEAL_DOCUMENT_MAX_BYTES: String(LIMIT_BYTES) });
  person = await actingAs(platform, 'tenderee');
  bodyFile = path.join(platform.dataDir, 'body');
  await writeFile(bodyFile, BODY);
  if (hasChromium) browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await platform.close();
});

interface Shown {
  readonly status: number;
  readonly code: unknown;
}
/** Sends a large body to an address and says which answer it was shown. */
type Client = (url: URL, headers: Record<string, string>) => Promise<Shown>;

const shown = (status: number, body: string): Shown => ({
  status,
  code: (JSON.parse(body) as { code: unknown }).code,
});

function* endless(): Generator<Buffer> {
  for (;;) yield BODY.subarray(0, 64 * 1024);
}

/** Writes as fast as the line takes it, without an end, until it is answered; an error in writing is none in reading. */
function viaNode(url: URL, headers: Record<string, string>): Promise<Shown> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method: 'POST', headers });
    const source = Readable.from(endless());
    request.on('error', reject);
    request.once('response', (response) => {
      source.unpipe(request);
      text(response)
        .then((body) => resolve(shown(response.statusCode!, body)), reject)
        .finally(() => request.destroy());
    });
    source.pipe(request);
  });
}

async function viaFetch(url: URL, headers: Record<string, string>): Promise<Shown> {
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body: Readable.toWeb(Readable.from(endless())),
    duplex: 'half',
  } as RequestInit);
  return shown(response.status, await response.text());
}

function viaCurl(chunked: boolean): Client {
  return async (url, headers) => {
    const lines = Object.entries({ ...headers, ...(chunked ? { 'transfer-encoding': 'chunked' } : {}) });
    const curl = spawn('curl', [
      ...['-sS', '-X', 'POST', '-w', '\n%{http_code}', '-H', 'Expect:'],
      ...lines.flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
      ...['-T', bodyFile, url.href],
    ]);
    const [said, fault] = await Promise.all([text(curl.stdout), text(curl.stderr), once(curl, 'close')]);
    const [, body, status] = /^(.*)\n(\d+)$/s.exec(said) ?? [];
    if (!body) throw new Error(`curl was shown no answer: ${fault}`);
    return shown(Number(status), body);
  };
}

async function viaChromium(url: URL, headers: Record<string, string>): Promise<Shown> {
  const context = await browser!.newContext({ bypassCSP: true });
  try {
    const page = await context.newPage();
    await page.goto(`${platform.baseUrl}/healthz`);
    const { status, body } = await page.evaluate(
      async ([href, given, size]) => {
        const response = await fetch(href, {
          method: 'POST',
          headers: given,
          body: new Blob([new Uint8Array(size)]),
        });
        return { status: response.status, body: await response.text() };
      },
      [url.href, headers, BODY.length] as const,
    );
    return shown(status, body);
  } finally {
    await context.close();
  }
}

const CLIENTS: readonly (readonly [string, Client])[] = [
  ['node:http', viaNode],
  ['fetch', viaFetch],
  ['curl', viaCurl(false)],
  ['curl, chunked', viaCurl(true)],
  ...(hasChromium ? ([['chromium', viaChromium]] as const) : []),
];

const address = (): URL => new URL(`${platform.baseUrl}/v1/documents?name=a.bin`);
const signed = (): Record<string, string> => ({
  authorization: `Bearer ${person.token}`,
  'content-type': 'application/octet-stream',
  'idempotency-key': randomUUID(),
});

describe.each(CLIENTS)('an answer to who still sends, by %s', (_name, client) => {
  it('is shown when nobody signed in', async () => {
    expect(await client(address(), { 'content-type': 'application/octet-stream' })).toEqual({
      status: 401,
      code: 'sign-in-required',
    });
  });

  it('is shown when the storage fails', async () => {
    // As when the disk was taken away: the process believes its folder to be there.
    const incoming = path.join(platform.dataDir, 'storage', 'incoming');
    await rm(incoming, { recursive: true });
    const answer = await client(address(), signed());
    await mkdir(incoming);
    expect(answer).toEqual({ status: 503, code: 'storage-unavailable' });
  });

  it('is shown when JSON is longer than it may be', async () => {
    const url = new URL(`${platform.baseUrl}/v1/sessions`);
    expect(await client(url, { 'content-type': 'application/json' })).toEqual({
      status: 413,
      code: 'too-large',
    });
  });
});

describe.each(CLIENTS.slice(0, 2))('an answer to who sends without an end, by %s', (_name, client) => {
  it('is shown when the bytes go beyond their limit', async () => {
    expect(await client(address(), signed())).toEqual({ status: 413, code: 'too-large' });
  });
});

/** A connection on which a request begins. What it is answered is gathered until the platform closes it. */
async function begun(
  { baseUrl }: TestPlatform,
  lines: readonly string[],
): Promise<{ socket: net.Socket; heard: () => string; closed: Promise<void> }> {
  const { port, hostname } = new URL(baseUrl);
  const socket = net.connect(Number(port), hostname);
  let heard = '';
  socket.on('data', (chunk) => (heard += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await once(socket, 'connect');
  socket.write(
    `POST /v1/documents?name=a.bin HTTP/1.1\r\nHost: platform.test\r\n${lines.join('\r\n')}\r\n\r\n`,
  );
  return { socket, heard: () => heard, closed };
}

const signedLines = (token: string): string[] => [
  `Authorization: Bearer ${token}`,
  `Idempotency-Key: ${randomUUID()}`,
  'Content-Type: application/octet-stream',
];

describe('a request that is refused', () => {
  it('is read away within a bound, and then its connection ends', async () => {
    const { socket, heard, closed } = await begun(platform, [
      'Content-Type: application/octet-stream',
      `Content-Length: ${4096 * MIB}`,
    ]);
    const source = Readable.from(endless());
    source.pipe(socket);
    await closed;
    source.destroy();
    expect(heard()).toMatch(/^HTTP\/1.1 401 /);
    expect(heard()).toContain('"code":"sign-in-required"');
    // What the platform read, and what the buffers of the line hold besides.
    expect(socket.bytesWritten - socket.writableLength).toBeLessThan(4 * LINGER.bytes);
  });

  it('need not be sent by who asks before', async () => {
    const { socket, heard } = await begun(platform, [
      'Content-Type: application/octet-stream',
      'Content-Length: 100',
      'Expect: 100-continue',
    ]);
    await untilTrue(() => Promise.resolve(heard().includes('"code":"sign-in-required"')));
    expect(heard()).toMatch(/^HTTP\/1.1 401 /);
    socket.destroy();
  });

  it('leaves a connection that can be used again when it was short', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    for (let round = 0; round < 3; round++) {
      const request = http.request(address(), { method: 'POST', agent });
      request.end(BODY.subarray(0, MIB / 2));
      const [response] = (await once(request, 'response')) as [http.IncomingMessage];
      ports.add(request.socket?.localPort);
      expect(response.statusCode).toBe(401);
      await text(response);
    }
    agent.destroy();
    expect(ports.size).toBe(1);
  });
});

describe('a request that is taken', () => {
  it('is asked for when its sender waits for that', async () => {
    const bytes = randomBytes(100);
    const { socket, heard } = await begun(platform, [
      ...signedLines(person.token),
      `Content-Length: ${bytes.length}`,
      'Expect: 100-continue',
    ]);
    await untilTrue(() => Promise.resolve(heard().startsWith('HTTP/1.1 100 ')));
    socket.write(bytes);
    await untilTrue(() => Promise.resolve(heard().includes('HTTP/1.1 201 ')));
    socket.destroy();
  });
});

describe('bodies that stall', () => {
  it('end with an answer, however many there are', async () => {
    const impatient = await startPlatform({
      OPENSEAL_BODY_IDLE_SECONDS: '1',
      OPENSEAL_BODIES_AT_ONCE: '100',
    });
    const { token } = await actingAs(impatient, 'tenderee');
    const raw = await begunMany(impatient, 50, [...signedLines(token), 'Content-Length: 1000']);
    const json = await begunMany(impatient, 50, ['Content-Type: application/json', 'Content-Length: 1000']);
    await Promise.all([...raw, ...json].map(({ closed }) => closed));
    for (const { heard } of raw) expect(heard()).toContain('"code":"body-too-slow"');
    // Without a sign-in nobody waits for the rest.
    for (const { heard } of json) expect(heard()).toContain('"code":"sign-in-required"');
    await impatient.close();
  });
});

function begunMany(where: TestPlatform, count: number, lines: readonly string[]) {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const request = await begun(where, lines);
      request.socket.write(BODY.subarray(0, 500));
      return request;
    }),
  );
}

describe('the pace of a body', () => {
  const limits = { idleSeconds: 30, bytesPerMinute: 65_536 };
  /** What is found in each second when so many bytes come in each. */
  const found = (bytes: readonly number[]): string[] => {
    const pace = new Pace(limits);
    return bytes.map((count) => (pace.note(count), pace.tick()));
  };
  const seconds = (count: number, bytes: (second: number) => number) =>
    Array.from({ length: count }, (_, at) => bytes(at));

  it('is kept by a slow line, steady or in bursts, for as long as it takes', () => {
    expect(new Set(found(seconds(3_600, () => 1_100)))).toEqual(new Set(['in-pace']));
    expect(new Set(found(seconds(3_600, (at) => (at % 29 === 0 ? 40_000 : 0))))).toEqual(
      new Set(['in-pace']),
    );
  });

  it('is lost after the idle time, and not before', () => {
    expect(found([1, ...seconds(30, () => 0)]).lastIndexOf('in-pace')).toBe(29);
    expect(found(seconds(30, () => 0)).at(-1)).toBe('idle');
  });

  it('is lost by a trickle once a minute has shown it', () => {
    const trickle = found(seconds(61, () => 1_000));
    expect(trickle.indexOf('slow')).toBe(59);
    expect(found([...seconds(600, () => 1_000_000), ...seconds(60, () => 1)]).at(-1)).toBe('slow');
  });
});
