import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, X509Certificate } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { SIGNED_KIND_NAMES, SIGNED_KINDS } from '../../domain/pki/index.ts';
import { storeAnnouncement } from '../../store/index.ts';
import { openssl, startAuthorities, type TestAuthorities, type TestSigner } from '../support/pki.ts';
import { actingAs, send, type Acting, type Answer } from './support/people.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { listThem, register, tenderOf } from './support/pki.ts';
import { openedRecord, settledHead } from './support/record.ts';

let platform: TestPlatform;
let authorities: TestAuthorities;
let owner: Acting;
let signer: TestSigner;
beforeAll(async () => {
  authorities = await startAuthorities();
  platform = await startPlatform();
  await listThem(platform, authorities);
  owner = await actingAs(platform, 'tenderee');
  signer = await signerOf(owner);
});
afterAll(async () => {
  await platform.close();
  await authorities.close();
});

const seen = (answer: Answer) => [answer.status, answer.json['code']];
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function signerOf(acting: Acting, kind: 'rsa' | 'ecdsa' | 'sm2' = 'ecdsa'): Promise<TestSigner> {
  const { uscc } = acting.identity;
  const made = await authorities.issue(kind, { kind: 'party', uscc, name: '示例单位' });
  expect((await register(platform, acting.token, made, { uscc })).status).toBe(201);
  return made;
}

/** Stores a document of the owner; gives its hash. */
async function stored(bytes: Uint8Array<ArrayBuffer>, type = 'application/octet-stream'): Promise<Answer> {
  return send(platform, 'POST', '/v1/documents?name=a', {
    token: owner.token,
    body: bytes,
    headers: { 'Content-Type': type },
  });
}

interface Signing {
  readonly by?: Acting;
  readonly with?: TestSigner;
  readonly kind?: string;
  readonly signature?: Uint8Array;
}

async function sign(tenderId: string, bytes: Uint8Array, given: Signing = {}): Promise<Answer> {
  const { by = owner, kind = 'documents' } = given;
  const signature = given.signature ?? (await (given.with ?? signer).sign(bytes));
  return send(platform, 'POST', `/v1/tenders/${tenderId}/documents/${sha256(bytes)}/signatures`, {
    token: by.token,
    json: { kind, signature: Buffer.from(signature).toString('base64') },
  });
}

describe('signing a document', () => {
  it.each(['rsa', 'ecdsa', 'sm2'] as const)(
    'keeps one of %s with what verifies it offline, and shows it to everybody',
    async (kind) => {
      const bytes = Buffer.from(`招标文件 ${kind}`);
      await stored(bytes);
      const tender = await tenderOf(platform, owner);
      const own = kind === 'ecdsa' ? signer : await signerOf(owner, kind);
      const from = await settledHead(platform, 'rehearsals');
      const signature = await own.sign(bytes);
      const answer = await sign(tender.id, bytes, { signature });
      expect(answer.status).toBe(201);
      expect(answer.json).toMatchObject({ kind: 'documents', item: 2, format: 'cms', revokedSinceAt: null });
      const open = await send(
        platform,
        'GET',
        `/v1/tenders/${tender.id}/documents/${sha256(bytes)}/signatures`,
      );
      const [shown, ...more] = open.json['signatures'] as {
        signature: string;
        chain: string;
        evidence: object;
      }[];
      expect([more.length, Buffer.from(shown!.signature, 'base64').equals(signature)]).toEqual([0, true]);
      expect(shown!.evidence).toMatchObject({
        warnings: [],
        revocation: [{ status: 'good' }, { status: 'good' }],
      });
      const [entry] = await openedRecord(platform, from, 'rehearsals');
      expect(entry).toMatchObject({
        event: 'documentSigned',
        party: owner.identity.uscc,
        rule: 'EB-020',
        documents: [sha256(bytes)],
      });
      if (kind === 'sm2') return;
      // Whoever has the document, the signature and the authority's certificate needs us no more.
      const root = shown!.chain.split(/(?<=-----END CERTIFICATE-----\n)/).at(-1)!;
      expect(new X509Certificate(root).subject).toContain('DEVELOPMENT ONLY');
      const said = await openssl(
        ...['cms', '-verify', '-binary', '-inform', 'DER', '-in', await authorities.file('s.der', signature)],
        ...['-content', await authorities.file('c', bytes), '-CAfile', await authorities.file('r.pem', root)],
        ...['-purpose', 'any', '-cades'],
      );
      expect(said).toContain('CAdES Verification successful');
    },
  );

  it('refuses what does not hold with its code and article, keeps nothing, and enters the refusal', async () => {
    const bytes = Buffer.from('招标文件 不成立');
    await stored(bytes);
    const tender = await tenderOf(platform, owner);
    const other = await actingAs(platform, 'tenderee');
    const strangers = await startAuthorities();
    const { uscc } = owner.identity;
    const unregistered = await authorities.issue('ecdsa', { kind: 'party', uscc, name: '示例单位' });
    const flipped = Buffer.from(await signer.sign(bytes));
    flipped[flipped.length - 5]! ^= 1;
    const from = await settledHead(platform, 'rehearsals');
    const rows: [Uint8Array, number, string][] = [
      [await signer.sign(Buffer.from('另一份文件')), 422, 'signature-digest'],
      [flipped, 422, 'signature-wrong'],
      [Buffer.from('300302010', 'hex'), 422, 'signature-malformed'],
      [await signer.sign(bytes, Date.now() + 3_600_000), 422, 'signature-time'],
      [await unregistered.sign(bytes), 422, 'certificate-unregistered'],
      [await (await signerOf(other)).sign(bytes), 403, 'certificate-not-yours'],
      [
        await (await strangers.issue('ecdsa', { kind: 'party', uscc, name: '示例单位' })).sign(bytes),
        422,
        'certificate-untrusted',
      ],
    ];
    await strangers.close();
    for (const [signature, status, code] of rows) {
      const answer = await sign(tender.id, bytes, { signature });
      expect([...seen(answer), answer.json['rule'], answer.json['article']]).toEqual([
        status,
        code,
        'EB-020',
        '电子招标投标办法第四十条',
      ]);
    }
    const open = await send(
      platform,
      'GET',
      `/v1/tenders/${tender.id}/documents/${sha256(bytes)}/signatures`,
    );
    expect(open.json['signatures']).toEqual([]);
    const refused = (await openedRecord(platform, from, 'rehearsals')).filter(
      (entry) => entry.event === 'commandRefused',
    );
    expect(refused).toHaveLength(rows.length);

    const once = await signer.sign(bytes);
    expect((await sign(tender.id, bytes, { signature: once })).status).toBe(201);
    expect(seen(await sign(tender.id, bytes, { signature: once }))).toEqual([409, 'signature-repeated']);
  });

  it('refuses documents that are not there or not theirs, and kinds that others sign', async () => {
    const tender = await tenderOf(platform, owner);
    const bytes = Buffer.from('没有上传');
    expect(seen(await sign(tender.id, bytes))).toEqual([404, 'unknown-document']);
    const bidder = await actingAs(platform, 'bidder');
    expect(seen(await sign(tender.id, bytes, { by: bidder, kind: 'bid' }))).toEqual([
      404,
      'unknown-document',
    ]);
    expect(seen(await sign(tender.id, bytes, { by: bidder, kind: 'documents' }))).toEqual([
      403,
      'not-yours-to-sign',
    ]);
    await stored(bytes);
    const other = await actingAs(platform, 'tenderee');
    expect(seen(await sign(tender.id, bytes, { by: other }))).toEqual([404, 'unknown-document']);
  });

  it('takes a signature on an announcement as it is published', async () => {
    const tender = await tenderOf(platform, owner);
    const html = '<!doctype html><title>招标公告</title>';
    const announcement = { id: uuidv7(), tenderId: tender.id, kind: 'tender-notice', title: '招标公告' };
    await platform.deps.store.transaction((tx) =>
      storeAnnouncement(tx, { ...announcement, publishedAt: Date.now(), rehearsal: true, html }),
    );
    const answer = await sign(tender.id, Buffer.from(html), { kind: 'notice' });
    expect([answer.status, answer.json['item']]).toEqual([201, 1]);
  });

  it('covers the seven kinds of the article', () => {
    expect(new Set(SIGNED_KIND_NAMES.map((kind) => SIGNED_KINDS[kind].item))).toEqual(
      new Set([1, 2, 3, 4, 5, 6, 7]),
    );
  });
});

describe('who sees signatures', () => {
  it('shows the public only public kinds, by organisations, of launched tenders', async () => {
    const [publicBytes, reportBytes, personalBytes] = ['公开', '评标报告', '个人签名'].map((text) =>
      Buffer.from(text),
    );
    const tender = await tenderOf(platform, owner);
    const personal = await authorities.issue('ecdsa', { kind: 'person', name: '张三' });
    await register(platform, owner.token, personal);
    for (const bytes of [publicBytes, reportBytes, personalBytes]) await stored(bytes!);
    await sign(tender.id, publicBytes!);
    await sign(tender.id, reportBytes!, { kind: 'evaluationReport' });
    await sign(tender.id, personalBytes!, { with: personal });
    const count = async (bytes: Uint8Array) => {
      const path = `/v1/tenders/${tender.id}/documents/${sha256(bytes)}/signatures`;
      return ((await send(platform, 'GET', path)).json['signatures'] as unknown[]).length;
    };
    expect([await count(publicBytes!), await count(reportBytes!), await count(personalBytes!)]).toEqual([
      1, 0, 0,
    ]);
    const all = async (token: string) => {
      const answer = await send(platform, 'GET', `/v1/tenders/${tender.id}/signatures`, { token });
      return (answer.json['signatures'] as { kind: string }[]).map((one) => one.kind);
    };
    const supervisor = await actingAs(platform, 'supervisor');
    const bidder = await actingAs(platform, 'bidder');
    expect(await all(owner.token)).toEqual(['documents', 'evaluationReport', 'documents']);
    expect(await all(supervisor.token)).toEqual(['documents', 'evaluationReport', 'documents']);
    expect(await all(bidder.token)).toEqual(['documents']);
  });

  it('hides who bids: a bidder’s signature on its bid is theirs alone until the opening', async () => {
    const tender = await tenderOf(platform, owner);
    const bidder = await actingAs(platform, 'bidder');
    const bid = Buffer.from('age-encryption.org/v1 加密的投标文件');
    await platform.deps.store
      .em()
      .getConnection()
      .execute(
        `insert into bid (id, tender_id, party_id, version, sha256, size_bytes, received_at) values (?, ?, ?, 1, ?, 1, 1)`,
        [uuidv7(), tender.id, bidder.identity.partyId, sha256(bid)],
      );
    const own = await signerOf(bidder);
    const from = await settledHead(platform, 'rehearsals');
    expect((await sign(tender.id, bid, { by: bidder, with: own, kind: 'bid' })).status).toBe(201);
    const [entry] = await openedRecord(platform, from, 'rehearsals');
    expect([entry?.event, entry?.party, entry?.documents, entry?.opened['event']]).toEqual([
      'confidentialAct',
      null,
      [],
      'documentSigned',
    ]);
    const supervisor = await actingAs(platform, 'supervisor');
    const other = await actingAs(platform, 'bidder');
    for (const [token, expected] of [
      [bidder.token, 1],
      [owner.token, 0],
      [supervisor.token, 0],
      [other.token, 0],
    ] as const) {
      const answer = await send(platform, 'GET', `/v1/tenders/${tender.id}/signatures`, { token });
      expect((answer.json['signatures'] as unknown[]).length).toBe(expected);
    }
    const open = await send(platform, 'GET', `/v1/tenders/${tender.id}/documents/${sha256(bid)}/signatures`);
    expect(open.json['signatures']).toEqual([]);
  });
});

describe('a signature inside a PDF', () => {
  /** A small PDF with a signature over its two ranges, as ISO 32000-2 section 12.8 lays it out. */
  async function signedPdf(by: TestSigner, subFilter = 'ETSI.CAdES.detached'): Promise<Buffer> {
    const room = 8192;
    const head =
      `%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]/SigFlags 3>>>>\nendobj\n` +
      `2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>\nendobj\n` +
      `4 0 obj\n<</FT/Sig/T(s)/V 5 0 R>>\nendobj\n` +
      `5 0 obj\n<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/${subFilter}/ByteRange [0 AAAAAAAAAA BBBBBBBBBB CCCCCCCCCC]/Contents `;
    const tail = `>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n`;
    const first = head.length;
    const second = first + room + 2;
    const filled = head
      .replace('AAAAAAAAAA', String(first).padEnd(10))
      .replace('BBBBBBBBBB', String(second).padEnd(10))
      .replace('CCCCCCCCCC', String(tail.length).padEnd(10));
    const cms = await by.sign(Buffer.concat([Buffer.from(filled), Buffer.from(tail)]));
    return Buffer.from(`${filled}<${cms.toString('hex').padEnd(room, '0')}>${tail}`, 'latin1');
  }
  const upload = (bytes: Buffer) => stored(Buffer.from(bytes), 'application/pdf');

  it.each(['ETSI.CAdES.detached', 'adbe.pkcs7.detached'])('%s is verified and kept', async (subFilter) => {
    const answer = await upload(await signedPdf(signer, subFilter));
    expect(answer.status).toBe(201);
    expect(answer.json['signatures']).toMatchObject([{ holds: true, kept: true, code: null }]);
  });

  it('with any byte changed makes the document refused, and its bytes removed', async () => {
    const pdf = await signedPdf(signer);
    for (const at of [20, 200, pdf.length - 10]) {
      const changed = Buffer.from(pdf);
      changed[at]! ^= 1;
      expect([at, ...seen(await upload(changed))]).toEqual([at, 422, 'signature-digest']);
      expect(await platform.deps.blobs.has(sha256(changed))).toBe(false);
    }
    const longer = Buffer.concat([pdf, Buffer.from('\n% more')]);
    expect(seen(await upload(longer))).toEqual([422, 'pdf-changed-after-signature']);
    expect(await platform.deps.blobs.has(sha256(longer))).toBe(false);
  });

  it('of an authority that is not recognised, or not registered, is told and not kept', async () => {
    const strangers = await startAuthorities();
    const { uscc } = owner.identity;
    const stranger = await strangers.issue('rsa', { kind: 'party', uscc, name: '示例单位' });
    await strangers.close();
    const unregistered = await authorities.issue('rsa', { kind: 'party', uscc, name: '示例单位' });
    for (const [by, holds, code] of [
      [stranger, false, 'certificate-untrusted'],
      [unregistered, true, 'certificate-unregistered'],
    ] as const) {
      const answer = await upload(await signedPdf(by));
      expect([answer.status, answer.json['signatures']]).toMatchObject([201, [{ holds, kept: false, code }]]);
    }
  });

  it('is not seen in a PDF without one, or with words that only look so', async () => {
    for (const text of ['%PDF-1.7\n', '%PDF-1.7\n/ByteRange [0 1 2 3]', '%PDF-1.7 /ByteRange [0 5 999999 5]'])
      expect((await upload(Buffer.from(`${text} ${Math.random()}`))).json['signatures']).toBeUndefined();
  });
});
