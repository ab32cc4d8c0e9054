import { afterAll, beforeAll, expect, it } from '@jest/globals';
import http from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { boundedBytes } from '../../cli/bounded-answer.ts';

const MIB = 1024 * 1024;

let server: http.Server;
let url: string;
let sentMib = 0;
beforeAll(async () => {
  server = http.createServer((request, response) => {
    if (request.url === '/short') {
      response.end('all of it');
      return;
    }
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(MIB))) sentMib++;
      sentMib++;
    };
    response.on('drain', more);
    more();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it('reads an answer whole', async () => {
  expect(Buffer.from(await boundedBytes(await fetch(`${url}/short`))).toString()).toBe('all of it');
});

it('reads no more of one that never ends than any platform gives', async () => {
  await expect(boundedBytes(await fetch(`${url}/endless`))).rejects.toThrow(/more than 64 MiB/);
  expect(sentMib).toBeLessThan(96);
});
