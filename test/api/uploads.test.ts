import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import net from 'node:net';
import { buffer } from 'node:stream/consumers';
import { actingAs, send, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';

let platform: TestPlatform;
let owner: Acting;
let rival: Acting;

beforeAll(async () => {
  platform = await startPlatform({ OPENSEAL_BID_MAX_BYTES: '500000', OPENSEAL_DOCUMENT_MAX_BYTES: '500000' });
  owner = await actingAs(platform, 'agency');
  rival = await actingAs(platform, 'agency');
});
afterAll(() => platform.close());

const tus = { 'Tus-Resumable': '1.0.0' };
const chunkOf = { ...tus, 'Content-Type': 'application/offset+octet-stream' };

async function begin(length: number, token = owner.token): Promise<string> {
  const created = await send(platform, 'POST', '/v1/uploads', {
    token,
    key: null,
    headers: { ...tus, 'Upload-Length': String(length) },
  });
  expect(created.status).toBe(201);
  return created.headers.get('Location')!;
}
const offset = async (location: string, token = owner.token) => {
  const answer = await send(platform, 'HEAD', location, { token, key: null, headers: tus });
  return answer.status === 200 ? Number(answer.headers.get('Upload-Offset')) : answer.status;
};
const patch = (location: string, at: number, body: Uint8Array<ArrayBuffer>, token = owner.token) =>
  send(platform, 'PATCH', location, {
    token,
    key: null,
    body,
    headers: { ...chunkOf, 'Upload-Offset': String(at) },
  });
const idIn = (location: string): string => location.split('/').at(-1)!;

/** Sends the head of a chunk and the first bytes of it, then breaks the connection. */
async function breakOff(location: string, whole: Uint8Array, sent: number): Promise<void> {
  const { port, hostname } = new URL(platform.baseUrl);
  const socket = net.connect(Number(port), hostname);
  const lines = [
    `PATCH ${location} HTTP/1.1`,
    'Host: platform.test',
    `Authorization: Bearer ${owner.token}`,
    'Tus-Resumable: 1.0.0',
    'Upload-Offset: 0',
    'Content-Type: application/offset+octet-stream',
    `Content-Length: ${whole.length}`,
  ];
  socket.on('error', () => undefined);
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  await new Promise<void>((resolve) => socket.write(whole.subarray(0, sent), () => resolve()));
  socket.end();
  socket.resume();
  await new Promise((resolve) => socket.once('close', resolve));
}

describe('a resumable upload', () => {
  it('goes on after the connection broke, and gives the very bytes', async () => {
    const bytes = randomBytes(200_000);
    const location = await begin(bytes.length);
    await breakOff(location, bytes, 120_000);

    const incomplete = await platform.deps.uploads
      .take(owner.identity, idIn(location))
      .catch((error: unknown) => error);
    expect(incomplete).toMatchObject({ status: 409, code: 'upload-incomplete' });

    let arrived = await offset(location);
    expect(arrived).toBeLessThan(bytes.length);
    while (arrived < bytes.length) {
      const sent = await patch(location, arrived, bytes.subarray(arrived));
      // The broken request may hold the upload for a moment longer; then the offset is asked again.
      expect([204, 409, 423]).toContain(sent.status);
      arrived = await offset(location);
    }
    const { stream, sizeBytes } = await platform.deps.uploads.take(owner.identity, idIn(location));
    const taken = await buffer(stream);
    expect([sizeBytes, createHash('sha256').update(taken).digest('hex')]).toEqual([
      bytes.length,
      createHash('sha256').update(bytes).digest('hex'),
    ]);
  });

  it('becomes a document when it is finished, not before', async () => {
    const bytes = randomBytes(50_000);
    const location = await begin(bytes.length);
    const json = { uploadId: idIn(location), name: '图纸.pdf', mediaType: 'application/pdf' };
    await patch(location, 0, bytes.subarray(0, 20_000));
    const early = await send(platform, 'POST', '/v1/documents/uploaded', { token: owner.token, json });
    expect([early.status, early.json['code']]).toEqual([409, 'upload-incomplete']);
    await patch(location, 20_000, bytes.subarray(20_000));
    const stored = await send(platform, 'POST', '/v1/documents/uploaded', { token: owner.token, json });
    expect([stored.status, stored.json['sha256']]).toEqual([
      201,
      createHash('sha256').update(bytes).digest('hex'),
    ]);
  });

  it("is its owner's alone", async () => {
    const location = await begin(10);
    expect(await offset(location, rival.token)).toBe(404);
    expect((await patch(location, 0, new Uint8Array(10), rival.token)).status).toBe(404);
    expect(
      (await send(platform, 'DELETE', location, { token: rival.token, key: null, headers: tus })).status,
    ).toBe(404);
    const json = { uploadId: idIn(location), name: '盗.pdf', mediaType: 'application/pdf' };
    expect(
      (await send(platform, 'POST', '/v1/documents/uploaded', { token: rival.token, json })).json['code'],
    ).toBe('unknown-upload');
    expect(await offset(location)).toBe(0);
  });

  it('cannot be claimed by naming another party in a header', async () => {
    const location = await begin(10);
    const forged = await send(platform, 'HEAD', location, {
      token: rival.token,
      key: null,
      headers: { ...tus, 'X-Openseal-Party': owner.identity.partyId },
    });
    expect(forged.status).toBe(404);
  });

  it.each([
    ['longer than the limit', { 'Upload-Length': '500001' }, 413],
    ['without a length', {}, 400],
    ['of a negative length', { 'Upload-Length': '-1' }, 400],
  ])('is refused when %s', async (_name, headers, status) => {
    const answer = await send(platform, 'POST', '/v1/uploads', {
      token: owner.token,
      key: null,
      headers: { ...tus, ...headers } as Record<string, string>,
    });
    expect(answer.status).toBe(status);
  });

  it('takes no chunk at another offset', async () => {
    const location = await begin(10);
    expect((await patch(location, 5, new Uint8Array(5))).status).toBe(409);
    expect(await offset(location)).toBe(0);
  });

  it('can be given up', async () => {
    const location = await begin(10);
    expect(
      (await send(platform, 'DELETE', location, { token: owner.token, key: null, headers: tus })).status,
    ).toBe(204);
    expect(await offset(location)).toBe(404);
  });
});
