import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, readlink, rm, utimes, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { exampleDocument } from '../support/drafts.ts';
import { untilTrue } from '../support/until.ts';
import { actingAs, send, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { launchedTender } from './support/tender.ts';

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
    const { read, sizeBytes } = await platform.deps.uploads.take(owner.identity, idIn(location));
    const taken = await read(buffer);
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

  /** The files of an upload that this process holds open. */
  async function heldOpen(location: string): Promise<string[]> {
    const held = '/proc/self/fd';
    const targets = (await readdir(held)).map((fd) => readlink(path.join(held, fd)).catch(() => ''));
    return (await Promise.all(targets)).filter((target) => target.endsWith(`/uploads/${idIn(location)}`));
  }

  (process.platform === 'linux' ? it : it.skip)(
    'is closed again when it is refused as a bid, whatever of it was read',
    async () => {
      const bidder = await actingAs(platform, 'bidder');
      const tender = await launchedTender(platform, owner.identity.partyId, {
        documents: [exampleDocument()],
        at: (state) => state.documentsIssuedFromAt + 60_000,
      });
      // Not sealed, which its first bytes show; far more of it is never read.
      const bytes = randomBytes(400_000);
      const location = await begin(bytes.length, bidder.token);
      expect((await patch(location, 0, bytes, bidder.token)).status).toBe(204);
      const { read } = await platform.deps.uploads.take(bidder.identity, idIn(location));
      await read(async (opened) => {
        opened.read(0);
        await untilTrue(async () => (await heldOpen(location)).length === 1);
      });
      for (let count = 0; count < 3; count++) {
        const json = {
          uploadId: idIn(location),
          sha256: createHash('sha256').update(bytes).digest('hex'),
        };
        const refused = await send(platform, 'POST', `/v1/tenders/${tender.id}/bids`, {
          token: bidder.token,
          json,
        });
        expect([refused.status, refused.json['code']]).toEqual([422, 'EB-009']);
      }
      // Closing is the system's, and may come after the answer.
      await untilTrue(async () => (await heldOpen(location)).length === 0, 'the end of every descriptor');
    },
  );

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

describe('tus as its protocol says', () => {
  const folder = (): string => path.join(platform.dataDir, 'uploads');
  const filesOf = async (location: string): Promise<string[]> =>
    (await readdir(folder())).filter((name) => name.startsWith(idIn(location)));
  /** Has an upload begin earlier than it did, as if it had been left lying. */
  async function age(location: string, days: number): Promise<void> {
    const file = path.join(folder(), `${idIn(location)}.json`);
    const described = JSON.parse(await readFile(file, 'utf8')) as { creation_date: string };
    const begun = new Date(Date.parse(described.creation_date) - days * 24 * 3_600_000);
    await writeFile(file, JSON.stringify({ ...described, creation_date: begun.toISOString() }));
  }

  it.each(['/v1/uploads', '/v1/uploads/01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11'])(
    'tells version, extensions and the largest upload to whoever asks at %s, unsigned',
    async (address) => {
      const { status, headers } = await send(platform, 'OPTIONS', address, { key: null });
      expect(status).toBe(204);
      expect(headers.get('Tus-Version')).toBe('1.0.0');
      expect(headers.get('Tus-Resumable')).toBe('1.0.0');
      expect(headers.get('Tus-Max-Size')).toBe('500000');
      expect(headers.get('Tus-Extension')?.split(',')).toEqual(
        expect.arrayContaining(['creation', 'creation-with-upload', 'termination', 'expiration']),
      );
      expect(headers.get('Access-Control-Allow-Origin')).toBeNull();
    },
  );

  it.each([
    ['another version', { 'Tus-Resumable': '0.2.2' }],
    ['no version', {}],
  ])(
    'refuses a request in %s with 412, a problem that names the right one, and processes nothing',
    async (_what, spoken) => {
      const location = await begin(10);
      const headers = { ...chunkOf, 'Upload-Offset': '0', 'Upload-Length': '10' } as Record<string, string>;
      delete headers['Tus-Resumable'];
      const token = owner.token;
      const before = (await readdir(folder())).length;
      const refused = [
        await send(platform, 'POST', '/v1/uploads', { token, key: null, headers: { ...headers, ...spoken } }),
        await send(platform, 'PATCH', location, {
          token,
          key: null,
          body: new Uint8Array(5),
          headers: { ...headers, ...spoken },
        }),
        await send(platform, 'DELETE', location, {
          token,
          key: null,
          headers: { ...spoken } as Record<string, string>,
        }),
      ];
      for (const answer of refused) {
        expect([answer.status, answer.headers.get('Tus-Version')]).toEqual([412, '1.0.0']);
        expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
        expect(answer.json).toMatchObject({ status: 412, code: 'unsupported-tus-version' });
      }
      expect([await offset(location), (await readdir(folder())).length]).toEqual([0, before]);
    },
  );

  it('answers every refusal with a problem', async () => {
    const { token } = owner;
    const location = await begin(10);
    const at = (headers: Record<string, string>, bytes = 5) =>
      send(platform, 'PATCH', location, { token, key: null, body: new Uint8Array(bytes), headers });
    const refused = [
      [400, await send(platform, 'POST', '/v1/uploads', { token, key: null, headers: { ...tus } })],
      [
        400,
        await send(platform, 'POST', '/v1/uploads', {
          token,
          key: null,
          headers: { ...tus, 'Upload-Length': 'x' },
        }),
      ],
      [
        400,
        await send(platform, 'POST', '/v1/uploads', {
          token,
          key: null,
          headers: { ...tus, 'Upload-Length': '1', 'Upload-Concat': 'partial' },
        }),
      ],
      [
        413,
        await send(platform, 'POST', '/v1/uploads', {
          token,
          key: null,
          headers: { ...tus, 'Upload-Length': '500001' },
        }),
      ],
      [415, await at({ ...tus, 'Content-Type': 'application/json', 'Upload-Offset': '0' })],
      [400, await at({ ...chunkOf })],
      [409, await at({ ...chunkOf, 'Upload-Offset': '3' })],
      [413, await at({ ...chunkOf, 'Upload-Offset': '0' }, 11)],
      [404, await send(platform, 'DELETE', location, { token: rival.token, key: null, headers: tus })],
    ] as const;
    for (const [status, answer] of refused) {
      expect([status, answer.headers.get('Content-Type')]).toEqual([status, 'application/problem+json']);
      expect(answer.json).toMatchObject({ status, detail: expect.any(String), detailEn: expect.any(String) });
    }
    expect(await offset(location)).toBe(0);
  });

  it('refuses more bytes than there may be, also where nothing said before how many come', async () => {
    const deferred = await send(platform, 'POST', '/v1/uploads', {
      token: owner.token,
      key: null,
      headers: { ...tus, 'Upload-Defer-Length': '1' },
    });
    for (const [location, bytes] of [
      [deferred.headers.get('Location')!, 500_001],
      [await begin(10), 11],
    ] as const) {
      const answer = await fetch(platform.baseUrl + location, {
        method: 'PATCH',
        headers: { ...chunkOf, 'Upload-Offset': '0', Authorization: `Bearer ${owner.token}` },
        body: new Blob([new Uint8Array(bytes)]).stream(),
        duplex: 'half',
      } as RequestInit);
      expect([answer.status, await answer.json()]).toMatchObject([413, { code: 'too-large' }]);
    }
  });

  it('lets a POST stand for another method where a proxy takes no other', async () => {
    const location = await begin(4);
    const by = (method: string, headers: Record<string, string>, body?: Uint8Array<ArrayBuffer>) =>
      send(platform, 'POST', location, {
        token: owner.token,
        key: null,
        headers: { ...tus, ...headers, 'X-HTTP-Method-Override': method },
        ...(body === undefined ? {} : { body }),
      });
    expect((await by('PATCH', { ...chunkOf, 'Upload-Offset': '0' }, new Uint8Array(3))).status).toBe(204);
    expect((await by('HEAD', {})).headers.get('Upload-Offset')).toBe('3');
    expect((await by('GET', {})).status).toBe(405);
    expect((await by('DELETE', {})).status).toBe(204);
    expect((await by('HEAD', {})).json['code']).toBe('unknown-upload');
    expect(await offset(location)).toBe(404);
  });

  it('says when an upload expires, gives nothing of one that has, and collects it from the disk', async () => {
    const [left, kept] = [await begin(10), await begin(10)];
    const told = (await patch(left, 0, new Uint8Array(4))).headers.get('Upload-Expires');
    const inDays = (Date.parse(told!) - Date.now()) / (24 * 3_600_000);
    expect(inDays).toBeGreaterThan(6.9);
    expect(inDays).toBeLessThanOrEqual(7);
    await age(left, 8);
    await age(kept, 6);
    const late = await patch(left, 4, new Uint8Array(6));
    expect([late.status, late.json['code']]).toEqual([410, 'upload-expired']);
    expect(await offset(left)).toBe(410);
    await platform.deps.uploads.collect();
    expect(await filesOf(left)).toEqual([]);
    expect(await filesOf(kept)).toHaveLength(2);
    expect([await offset(left), await offset(kept)]).toEqual([404, 0]);
  });

  it('gives nothing of a finished one that has expired, though it was not collected yet', async () => {
    const location = await begin(10);
    await patch(location, 0, new Uint8Array(10));
    const taken = () =>
      platform.deps.uploads.take(owner.identity, idIn(location)).then(
        async ({ read }) => (await read(buffer)).length,
        (error: unknown) => error,
      );
    expect(await taken()).toBe(10);
    await age(location, 7);
    expect(await filesOf(location)).toHaveLength(2);
    expect(await taken()).toMatchObject({ status: 410, code: 'upload-expired' });
    const json = { uploadId: idIn(location), name: '图纸.pdf', mediaType: 'application/pdf' };
    const stored = await send(platform, 'POST', '/v1/documents/uploaded', { token: owner.token, json });
    expect([stored.status, stored.json['code']]).toEqual([410, 'upload-expired']);
  });

  it('serves the upload that its path names, whatever else the address says', async () => {
    const [location, another] = [await begin(10), await begin(10)];
    const address = `${location}?of=/${idIn(another)}`;
    expect((await patch(address, 0, new Uint8Array(4))).status).toBe(204);
    expect([await offset(location), await offset(another)]).toEqual([4, 0]);
    expect(await offset(address)).toBe(4);
    const { token } = owner;
    expect((await send(platform, 'DELETE', address, { token, key: null, headers: tus })).status).toBe(204);
    expect([await offset(location), await offset(another)]).toEqual([404, 0]);
  });

  it('collects also what has no bytes, and what lost one of its two files', async () => {
    const [empty, first, second] = [await begin(0), await begin(10), await begin(10)];
    for (const location of [empty, first, second]) await age(location, 8);
    await rm(path.join(folder(), idIn(first)));
    await utimes(path.join(folder(), idIn(second)), 0, 0);
    await rm(path.join(folder(), `${idIn(second)}.json`));
    await platform.deps.uploads.collect();
    for (const location of [empty, first, second]) expect(await filesOf(location)).toEqual([]);
  });
});

describe('the uploads that a party keeps', () => {
  const beginning = (on: TestPlatform, length: number, { token }: Acting) =>
    send(on, 'POST', '/v1/uploads', {
      token,
      key: null,
      headers: { ...tus, 'Upload-Length': String(length) },
    });

  it('are bounded in bytes, whoever begins them at once; what is given up or old makes room', async () => {
    const narrow = await startPlatform({ OPENSEAL_UPLOAD_BYTES_PER_PARTY: '300' });
    const [party, other] = [await actingAs(narrow, 'agency'), await actingAs(narrow, 'bidder')];
    const answers = await Promise.all(Array.from({ length: 6 }, () => beginning(narrow, 100, party)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 201, 429, 429, 429]);
    expect(answers.find(({ status }) => status === 429)?.json).toMatchObject({
      code: 'too-many-uploads-kept',
    });
    expect((await beginning(narrow, 301, other)).status).toBe(429);
    expect((await beginning(narrow, 300, other)).status).toBe(201);

    const location = answers.find(({ status }) => status === 201)!.headers.get('Location')!;
    const given = await send(narrow, 'DELETE', location, { token: party.token, key: null, headers: tus });
    expect(given.status).toBe(204);
    await untilTrue(async () => (await beginning(narrow, 100, party)).status === 201);
    // What is as old as uploads are kept is forgotten with them.
    const execute = (text: string) => narrow.deps.store.em().getConnection().execute(text);
    await execute('update upload set begun_at = begun_at - 7 * 86400000');
    expect((await beginning(narrow, 300, party)).status).toBe(201);
    await narrow.deps.uploads.collect();
    expect(await execute('select count(*)::int as n from upload')).toEqual([{ n: 1 }]);
    await narrow.close();
  });

  it('are bounded in number', async () => {
    const party = await actingAs(platform, 'bidder');
    for (let index = 0; index < 64; index++) expect((await beginning(platform, 1, party)).status).toBe(201);
    expect((await beginning(platform, 1, party)).status).toBe(429);
  });
});
