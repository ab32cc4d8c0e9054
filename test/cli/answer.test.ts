import { afterAll, beforeAll, expect, it } from '@jest/globals';
import http from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { readTenderSealing } from '../../bin/openseal/demand.ts';
import { readAnswer } from '../../cli/answer.ts';

const MIB = 1024 * 1024;

let server: http.Server;
let url: string;
let sentMib = 0;
let asked = 0;
/** What the server says at each address. */
const answers: Readonly<Record<string, (response: http.ServerResponse) => void>> = {
  '/short': (response) => response.end('all of it'),
  '/refusing': (response) => response.writeHead(404).end(JSON.stringify({ detail: '没有此项目' })),
  '/never': (response) => response.writeHead(503, { 'Retry-After': '9999999' }).end('later'),
  '/silent': () => undefined,
  '/breaking-off': (response) => response.write('some of it'),
  '/busy': (response) => {
    if (asked++ === 0) response.writeHead(503, { 'Retry-After': '1' }).end('later');
    else response.end(JSON.stringify({ tenderId: 'busy', sealing: null }));
  },
  '/endless': (response) => {
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(MIB))) sentMib++;
      sentMib++;
    };
    response.on('drain', more);
    more();
  },
};
beforeAll(async () => {
  server = http.createServer((request, response) => answers[request.url!]!(response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it('reads an answer whole', async () => {
  expect(Buffer.from(await readAnswer(`${url}/short`)).toString()).toBe('all of it');
});

it('reads no more of one that never ends than any platform gives', async () => {
  await expect(readAnswer(`${url}/endless`)).rejects.toThrow(/more than 64 MiB/);
  expect(sentMib).toBeLessThan(96);
});

it('says why it is refused, and asks nobody for longer than anybody waits', async () => {
  await expect(readAnswer(`${url}/refusing`)).rejects.toThrow(/answers 404: 没有此项目$/);
  await expect(readAnswer(`${url}/never`)).rejects.toThrow(/answers 503: later$/);
});

it.each(['/silent', '/breaking-off'])('gives up whoever says nothing (any more): %s', async (path) => {
  await expect(readAnswer(url + path, { silentMs: 50 })).rejects.toThrow(/has said nothing for 0\.05 s/);
});

it('asks a platform for a sealing demand again when it has no time now', async () => {
  expect(await readTenderSealing(`${url}/busy`)).toMatchObject({ demand: null, tenderId: 'busy' });
  expect(asked).toBe(2);
});
