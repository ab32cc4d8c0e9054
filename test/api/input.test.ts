import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import net from 'node:net';
import { actingAs, personOnly, send, testUscc, type Acting } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { openedRecord } from './support/record.ts';
import { untilTrue } from '../support/until.ts';

let platform: TestPlatform;
let token: string;
let tenderee: Acting;

beforeAll(async () => {
  platform = await startPlatform({ OPENSEAL_DOCUMENT_MAX_BYTES: '1000' });
  token = (await personOnly(platform)).token;
  tenderee = await actingAs(platform, 'tenderee');
});
afterAll(() => platform.close());

const party = (changes: object = {}) => ({
  uscc: testUscc(500),
  name: '示例有限公司',
  address: '唐山市',
  kinds: ['bidder'],
  ...changes,
});
const json = 'application/json';

describe('malformed input', () => {
  const post = (body: BodyInit, type: string | null = json, more: Record<string, string> = {}) =>
    send(platform, 'POST', '/v1/parties', {
      token,
      body,
      headers: { ...(type === null ? {} : { 'Content-Type': type }), ...more },
    });

  it.each([
    ['cut JSON', '{"uscc":', json, 400, 'malformed-json'],
    ['an empty body', '', json, 400, 'malformed-json'],
    ['not UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), json, 400, 'malformed-json'],
    ['a text', '"text"', json, 400, 'invalid-request'],
    ['null', 'null', json, 400, 'invalid-request'],
    ['a list', '[]', json, 400, 'invalid-request'],
    ['a form', 'uscc=1', 'application/x-www-form-urlencoded', 415, 'unsupported-media-type'],
    ['too much', `"${'x'.repeat(1_048_577)}"`, json, 413, 'too-large'],
    ['a deep nest', '['.repeat(200_000), json, 400, 'too-deep'],
    [
      'a nest that JSON readers take',
      `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
      json,
      400,
      'too-deep',
    ],
    ['brackets in a text', `{"name":"${'['.repeat(50)}\\"${'{'.repeat(50)}"}`, json, 400, 'invalid-request'],
    [
      '__proto__',
      `{"__proto__":{"admin":true},"uscc":"${testUscc(501)}","name":"a","address":"b","kinds":["bidder"]}`,
      json,
      400,
      'invalid-request',
    ],
  ] as const)('%s', async (_name, body, type, status, code) => {
    const answer = await post(body, type);
    expect([answer.status, answer.json['code']]).toEqual([status, code]);
    expect(answer.headers.get('Content-Type')).toContain('application/problem+json');
  });

  it('refuses a compressed body', async () => {
    const answer = await post('{}', json, { 'Content-Encoding': 'gzip' });
    expect([answer.status, answer.json['code']]).toEqual([415, 'unsupported-content-encoding']);
  });

  it('lists every field at fault, each with its place', async () => {
    const answer = await send(platform, 'POST', '/v1/parties', {
      token,
      json: { name: 5, kinds: ['emperor'], extra: 1, 'a/b': 2 },
    });
    const errors = answer.json['errors'] as { pointer: string; code: string; zh: string; en: string }[];
    expect(answer.status).toBe(400);
    expect(errors.map(({ pointer, code }) => [pointer, code]).sort()).toEqual([
      ['/body/address', 'missing-field'],
      ['/body/a~1b', 'unknown-field'],
      ['/body/extra', 'unknown-field'],
      ['/body/kinds/0', 'invalid-value'],
      ['/body/name', 'wrong-type'],
      ['/body/uscc', 'missing-field'],
    ]);
    for (const error of errors) expect([error.zh.length > 0, error.en.length > 0]).toEqual([true, true]);
  });

  it.each([
    ['a telephone number', '/v1/persons', { phone: '12x' }, '/body/phone', /5 to 20 digits/],
    ['a list of values', '/v1/parties', party({ kinds: ['emperor'] }), '/body/kinds/0', /bidder/],
    [
      'an instant',
      '/v1/tenders',
      { rehearsal: { startsAt: '2026-09-01' } },
      '/body/rehearsal/startsAt',
      /T09:/,
    ],
    [
      'a hash',
      '/v1/tenders',
      { draft: { documents: ['A'] } },
      '/body/draft/documents/0',
      /64 lower-case hex/,
    ],
    [
      'an instant that has a year',
      '/v1/tenders',
      { rehearsal: { startsAt: '9999-12-31T23:59:59-12:00' } },
      '/body/rehearsal/startsAt',
      /1900 to 9999/,
    ],
    [
      'an amount that can be published',
      '/v1/tenders',
      { draft: { ceilingPriceFen: '4700000000000000' } },
      '/body/draft/ceilingPriceFen',
      /at most 999999999999999/,
    ],
    [
      'an amount',
      '/v1/tenders',
      { draft: { documentPriceFen: '5.5' } },
      '/body/draft/documentPriceFen',
      /of fen/,
    ],
  ])('says what %s would have to be', async (_name, path, body, pointer, accepted) => {
    const answer = await send(platform, 'POST', path, { token: tenderee.token, json: body });
    const errors = answer.json['errors'] as {
      pointer: string;
      accepted: { zh: string; en: string } | null;
    }[];
    const found = errors.find((one) => one.pointer === pointer);
    expect([answer.status, found?.accepted?.zh === '', found?.accepted?.en]).toEqual([
      400,
      false,
      expect.stringMatching(accepted),
    ]);
  });

  it('names the one field at fault in its sentence, and what would be accepted', async () => {
    const answer = await send(platform, 'POST', '/v1/parties', {
      token,
      json: party({ kinds: ['emperor'] }),
    });
    expect(answer.json['detailEn']).toContain('/body/kinds/0');
    expect(answer.json['detail']).toContain('/body/kinds/0');
    expect((answer.json['accepted'] as { en: string }).en).toBe('tenderee, agency, bidder');
  });

  it('does not repeat hostile field names', async () => {
    const answer = await send(platform, 'POST', '/v1/parties', {
      token,
      json: party({ '\u202e<script>\u0000': 1 }),
    });
    expect(answer.status).toBe(400);
    expect(answer.text).not.toMatch(/[\u0000-\u0008\u202e<]/);
  });

  it.each([
    ['17 characters', testUscc(502).slice(0, 17)],
    ['a wrong check character', testUscc(502).slice(0, 17) + (testUscc(502).endsWith('0') ? '1' : '0')],
    ['a letter that the code does not know', `${testUscc(502).slice(0, 10)}I${testUscc(502).slice(11)}`],
    ['a full-width digit', `９${testUscc(502).slice(1)}`],
  ])('refuses a code with %s, naming GB 32100', async (_name, uscc) => {
    const answer = await send(platform, 'POST', '/v1/parties', { token, json: party({ uscc }) });
    expect([answer.status, answer.json['code'], answer.json['article']]).toEqual([
      422,
      'invalid-uscc',
      'GB 32100-2015',
    ]);
    expect(answer.json['detail']).toContain('校验码');
  });

  it.each([
    ['/v1/announcements?limit=0', 400],
    ['/v1/announcements?limit=abc', 400],
    ['/v1/announcements?limit=1&limit=2', 400],
    ['/v1/announcements?cursor=abc', 400],
    ['/v1/announcements?cursor=%00', 400],
    ['/v1/announcements?kind=%00', 400],
    ['/v1/announcements?unknown=1', 400],
    ['/v1/tenders?phase=%00', 400],
    ['/v1/record?from=-1', 400],
    ['/v1/record?from=1e99', 400],
    ['/v1/record?waitSeconds=31', 400],
    ['/v1/record?tenderId=1', 400],
    ['/v1/tenders/not-an-id', 404],
    [`/announcements/${randomUUID()}`, 404],
    ['/announcements/%E0%A4%A', 404],
    ['/announcements/..%2f..%2fetc%2fpasswd', 404],
    ['/ocds/releases/x.json', 404],
    [`/ocds/releases/${'0'.repeat(36)}.json`, 404],
    [`/v1/tenders/${randomUUID().toUpperCase()}`, 404],
    [`/v1/tenders/A${randomUUID().slice(1)}/deadlines`, 404],
    [`/v1/record?tenderId=${randomUUID().toUpperCase()}`, 400],
    [`/v1/announcements?tenderId=A${randomUUID().slice(1)}`, 400],
    [`/ocds/releases/${randomUUID()}.json`, 404],
    ['/ocds/records/ocds-openseal-nothing.json', 404],
    ['/nowhere', 404],
  ])('%s gives %i', async (path, status) => {
    const answer = await send(platform, 'GET', path);
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([status, 'application/problem+json']);
    expect(answer.json).toMatchObject({
      status,
      code: expect.any(String),
      detail: expect.any(String),
      detailEn: expect.any(String),
    });
  });

  it('refuses a method that an address does not take', async () => {
    const answer = await send(platform, 'DELETE', '/v1/record');
    expect([answer.status, answer.json['code']]).toEqual([405, 'method-not-allowed']);
    expect(answer.headers.get('Allow')).toContain('GET');
  });
});

describe('hostile strings', () => {
  it.each([
    ['a NUL', 'a\u0000b'],
    ['an escape', '\u001b[31mred'],
    ['a line break in a text of one line', 'a\nb'],
    ['a right-to-left override', 'abc\u202etxt.exe'],
    ['an isolate', '\u2067abc'],
    ['a zero-width space', '示\u200b例'],
    ['a byte order mark', '\ufeffabc'],
    ['a tag character', 'a\u{e0041}'],
    ['a non-character', 'a\uffff'],
    ['only spaces', '   '],
    ['nothing', ''],
    ['too much', '长'.repeat(201)],
  ])('refuses %s', async (_name, name) => {
    const answer = await send(platform, 'POST', '/v1/parties', { token, json: party({ name }) });
    expect([answer.status, answer.json['code']]).toEqual([400, 'invalid-request']);
  });

  it('refuses a lone surrogate', async () => {
    const body = JSON.stringify(party()).replace('示例有限公司', 'a\\ud800b');
    const answer = await send(platform, 'POST', '/v1/parties', {
      token,
      body,
      headers: { 'Content-Type': json },
    });
    expect((answer.json['errors'] as { code: string }[])[0]?.code).toBe('hostile-text');
  });

  it('keeps a rare but honest name, composed (NFC) and trimmed', async () => {
    const answer = await send(platform, 'POST', '/v1/parties', {
      token,
      json: party({ name: ' 𠮷野Cafe\u0301（唐山） ', uscc: testUscc(503) }),
    });
    expect([answer.status, answer.json['name']]).toEqual([201, '𠮷野Caf\u00e9（唐山）']);
  });

  it.each([['\u0000'], ["' or 1=1 --"], ['{"$ne":null}']])('does not sign in as %j', async (login) => {
    const answer = await send(platform, 'POST', '/v1/sessions', {
      json: { login, password: 'x'.repeat(12) },
    });
    expect([400, 401]).toContain(answer.status);
  });
});

describe('documents that are too large or cut off', () => {
  const path = `/v1/documents?name=${encodeURIComponent('文件.pdf')}`;

  it('refuses one by its announced length', async () => {
    const answer = await send(platform, 'POST', path, {
      token: tenderee.token,
      body: Buffer.alloc(1001),
      headers: { 'Content-Type': 'application/pdf' },
    });
    expect([answer.status, answer.json['code']]).toEqual([413, 'too-large']);
  });

  it('refuses one that grows beyond the limit while it is sent', async () => {
    const body = new ReadableStream({
      start: (controller) => {
        for (let sent = 0; sent < 20; sent++) controller.enqueue(new Uint8Array(100));
        controller.close();
      },
    });
    const answer = await send(platform, 'POST', path, {
      token: tenderee.token,
      body,
      headers: { 'Content-Type': 'application/pdf' },
    });
    expect([answer.status, answer.json['code']]).toEqual([413, 'too-large']);
  });

  it('keeps nothing of one that breaks off, and says so on the record', async () => {
    const { port, hostname } = new URL(platform.baseUrl);
    const socket = net.connect(Number(port), hostname);
    socket.on('error', () => undefined);
    const head = [
      `POST ${path} HTTP/1.1`,
      'Host: x',
      `Authorization: Bearer ${tenderee.token}`,
      `Idempotency-Key: ${randomUUID()}`,
      'Content-Type: application/pdf',
      'Content-Length: 900',
      '',
      '',
    ];
    await new Promise<void>((resolve) => socket.write(`${head.join('\r\n')}half of it`, () => resolve()));
    socket.end();
    await untilTrue(async () =>
      (await openedRecord(platform)).some((entry) => {
        const [refusal] = (entry.data['refusals'] ?? []) as { code: string }[];
        return refusal?.code === 'truncated-request';
      }),
    );
  });

  it.each([
    ['no media type', ''],
    ['a broken media type', 'pdf'],
  ])('refuses %s', async (_name, type) => {
    const answer = await send(platform, 'POST', path, {
      token: tenderee.token,
      body: Buffer.from('x'),
      headers: { 'Content-Type': type },
    });
    expect([answer.status, answer.json['code']]).toEqual([415, 'unsupported-media-type']);
  });
});
