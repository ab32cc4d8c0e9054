import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOutgoing, type Resolve } from '../../runtime/outgoing.ts';

/** A server on this machine, as a metadata service or a database's console would be on the platform's own network. */
let server: http.Server;
let port: number;
const asked: string[] = [];
beforeAll(async () => {
  server = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (request.url === '/moved') response.writeHead(302, { Location: '/elsewhere' }).end();
    else if (request.url === '/large') response.end(Buffer.alloc(200_000));
    else if (request.url === '/stale') response.on('finish', () => request.socket.destroy()).end('once');
    else response.end('secret');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const signal = (): AbortSignal => AbortSignal.timeout(120_000);
const request = () => ({ signal: signal(), maxBytes: 100_000 });
const names =
  (...addresses: string[]): Resolve =>
  () =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));

describe('a request to an address that somebody else names', () => {
  it.each([
    ['in digits', () => `http://127.0.0.1:${port}/`],
    ['in other digits', () => `http://2130706433:${port}/`],
    ['in hexadecimal', () => `http://0x7f.1:${port}/`],
    ['as IPv6', () => `http://[::ffff:127.0.0.1]:${port}/`],
    ['of the loopback by its name', () => `http://localhost:${port}/`],
    ['of any', () => `http://0.0.0.0:${port}/`],
    ['of another protocol', () => 'file:///etc/passwd'],
    ['that is none', () => 'nonsense'],
  ])('reaches nothing of the own network: %s', async (_how, address) => {
    const before = asked.length;
    const outgoing = createOutgoing({ allowPrivate: false });
    await expect(outgoing(address(), request())).rejects.toMatchObject({
      fault: 'refused-by-policy',
      message: 'its address is not one of the public internet',
    });
    expect(asked).toHaveLength(before);
  });

  it('reaches nothing of it by a name that leads there', async () => {
    const outgoing = createOutgoing({ allowPrivate: false, resolve: names('127.0.0.1', '::1', '10.0.0.1') });
    await expect(outgoing(`http://supervision.example:${port}/`, request())).rejects.toMatchObject({
      fault: 'refused-by-policy',
    });
  });

  it('connects to the very address that was looked at, which it looks at anew each time', async () => {
    const leads: string[] = ['127.0.0.1', '10.9.8.7', '169.254.169.254'];
    const looked: string[] = [];
    // A name server that says something else each time. No other one knows the name.
    const changing: Resolve = (host) => {
      looked.push(host);
      return names(leads[looked.length - 1]!)(host);
    };
    const open = createOutgoing({ allowPrivate: true, resolve: changing });
    const url = `http://changing.example:${port}/checked`;
    expect((await open(url, request())).status).toBe(200);
    expect(asked.at(-1)).toBe('GET /checked');
    const guarded = createOutgoing({ allowPrivate: false, resolve: changing });
    for (let tries = 0; tries < 2; tries++)
      await expect(guarded(url, request())).rejects.toMatchObject({ fault: 'refused-by-policy' });
    expect(looked).toEqual(Array(3).fill('changing.example'));
  });

  it('says of a closed port and of a name that is not there the same', async () => {
    const free = http.createServer();
    await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
    const closed = (free.address() as AddressInfo).port;
    await new Promise((resolve) => free.close(resolve));
    const unknown: Resolve = () => Promise.reject(new Error('ENOTFOUND supervision.example'));
    const faults = [];
    for (const [resolve, url] of [
      [undefined, `http://127.0.0.1:${closed}/`],
      [unknown, `http://supervision.example:${port}/`],
      [names(), `http://supervision.example:${port}/`],
    ] as const) {
      const outgoing = createOutgoing({ allowPrivate: true, ...(resolve === undefined ? {} : { resolve }) });
      faults.push(await outgoing(url, request()).catch((error: Error) => error.message));
    }
    expect(new Set(faults)).toEqual(new Set(['it could not be reached in time']));
  });

  it('goes where it may, follows no redirect, and reads so much and no more', async () => {
    const outgoing = createOutgoing({ allowPrivate: true });
    const at = (path: string) => outgoing(`http://127.0.0.1:${port}${path}`, request());
    expect(String((await at('/')).body)).toBe('secret');
    expect((await at('/moved')).status).toBe(302);
    expect(asked).not.toContain('GET /elsewhere');
    await expect(at('/large')).rejects.toMatchObject({ fault: 'too-large' });
    await expect(
      outgoing(`http://127.0.0.1:${port}/`, { ...request(), signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ fault: 'not-reached' });
  });

  it('is sent again when a kept connection had been closed meanwhile', async () => {
    const outgoing = createOutgoing({ allowPrivate: true });
    for (let times = 0; times < 5; times++) {
      const { status } = await outgoing(`http://127.0.0.1:${port}/stale`, {
        ...request(),
        method: 'POST',
        body: 'x',
      });
      expect(status).toBe(200);
    }
  });
});
