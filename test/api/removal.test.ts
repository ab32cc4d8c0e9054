import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, createPrivateKey, randomBytes, randomUUID, sign } from 'node:crypto';
import type { BidReceipt } from '../../domain/bid/types.ts';
import { removalBytes, removalOf, type RemovalStatement } from '../../domain/seal/index.ts';
import type { TenderState } from '../../domain/tender/ground/state.ts';
import { generateSigningKey, readSigningKey } from '../../sealing/signing-key.ts';
import { currentBids } from '../../store/index.ts';
import { castOf, sealed } from '../sealing/support.ts';
import { exampleDocument } from '../support/drafts.ts';
import { startAuthorities, type TestAuthorities } from '../support/pki.ts';
import { actingAs, send, type Acting, type Answer } from './support/people.ts';
import { listThem, register } from './support/pki.ts';
import { startPlatform, type TestPlatform } from './support/platform.ts';
import { openedRecord, settledHead } from './support/record.ts';
import { launchedTender } from './support/tender.ts';

let platform: TestPlatform;
let authorities: TestAuthorities;
let tender: TenderState;
beforeAll(async () => {
  authorities = await startAuthorities();
  platform = await startPlatform();
  await listThem(platform, authorities);
  tender = await openTender();
});
afterAll(async () => {
  await platform.close();
  await authorities.close();
});

async function openTender(): Promise<TenderState> {
  const owner = await actingAs(platform, 'tenderee');
  return launchedTender(platform, owner.identity.partyId, {
    documents: [exampleDocument()],
    at: (state) => state.documentsIssuedFromAt + 60_000,
  });
}

const cast = castOf('age');
const newFile = (): Promise<Buffer> => sealed(cast, randomBytes(20), { binding: null, demand: null });
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const newKey = () => readSigningKey(generateSigningKey().text);

interface Sent {
  readonly signingKey?: string;
  readonly signature?: string;
  readonly key?: string;
  readonly tenderId?: string;
}

const headersOf = ({ signingKey, signature }: Sent): Record<string, string> => ({
  ...(signingKey === undefined ? {} : { 'Openseal-Signing-Key': signingKey }),
  ...(signature === undefined ? {} : { 'Openseal-Removal-Signature': signature }),
});
const submit = (by: Acting, file: Buffer, sent: Sent = {}): Promise<Answer> =>
  send(platform, 'POST', `/v1/tenders/${sent.tenderId ?? tender.id}/bids`, {
    token: by.token,
    body: new Uint8Array(file),
    headers: { 'Content-Type': 'application/octet-stream', ...headersOf(sent) },
    ...(sent.key === undefined ? {} : { key: sent.key }),
  });
const withdraw = (by: Acting, sent: Sent = {}): Promise<Answer> =>
  send(platform, 'POST', `/v1/tenders/${sent.tenderId ?? tender.id}/bids/mine/withdrawal`, {
    token: by.token,
    headers: headersOf(sent),
  });
const receiptOf = (answer: Answer): BidReceipt => {
  expect([answer.status, answer.json['code']]).toEqual([201, undefined]);
  return answer.json['receipt'] as BidReceipt;
};
const seen = (answer: Answer) => [answer.status, answer.json['code']];
const REQUIRED = [403, 'removal-signature-required'];
const WRONG = [403, 'removal-signature-wrong'];

/** What takes the bid of a receipt away. */
function statementFor(receipt: BidReceipt, replacedBy: string | null): RemovalStatement {
  const { tenderId, bidderUscc, bidId, version, sha256: hash } = receipt;
  const signingKey = receipt.removableBy!.signingKey!;
  return removalOf({ tenderId, bidderUscc, bidId, version, sha256: hash, signingKey }, replacedBy);
}

/** The hash of the bid that counts for a party. */
async function currentOf(by: Acting, tenderId = tender.id): Promise<string | undefined> {
  const bids = await currentBids(platform.deps.store.em(), tenderId);
  return bids.find(({ partyId }) => partyId === by.identity.partyId)?.sha256;
}

/** A bidder whose bid names an Ed25519 key. */
async function bidderWithKey(tenderId = tender.id) {
  const by = await actingAs(platform, 'bidder');
  const key = newKey();
  const file = await newFile();
  const receipt = receiptOf(await submit(by, file, { signingKey: key.name, tenderId }));
  return { by, key, file, receipt };
}

describe('a bid that names no key', () => {
  it('says so on its receipt, in both languages, and a sign-in replaces and withdraws it', async () => {
    const by = await actingAs(platform, 'bidder');
    const receipt = receiptOf(await submit(by, await newFile()));
    expect(receipt.removableBy).toMatchObject({ signingKey: null });
    expect(receipt.removableBy!.zh).toContain('凭投标人的登录即可');
    expect(receipt.removableBy!.en).toContain('a sign-in of the bidder suffices');
    expect(receiptOf(await submit(by, await newFile()))).toMatchObject({ version: 2, removal: null });
    expect(receiptOf(await withdraw(by))).toMatchObject({ kind: 'bid-withdrawn', removal: null });
  });

  it('is given none by its replacement', async () => {
    const by = await actingAs(platform, 'bidder');
    const file = await newFile();
    receiptOf(await submit(by, file));
    const answer = await submit(by, await newFile(), { signingKey: newKey().name });
    expect(seen(answer)).toEqual([409, 'signing-key-fixed']);
    expect(await currentOf(by)).toBe(sha256(file));
  });
});

describe('a bid that names an Ed25519 key', () => {
  it('is replaced and withdrawn by the signature of that key, which goes on and stands in receipts and record', async () => {
    const from = await settledHead(platform, 'rehearsals');
    const { by, key, receipt } = await bidderWithKey();
    expect(receipt.removableBy).toMatchObject({ signingKey: key.name });
    expect(receipt.removableBy!.zh).toContain(key.name);
    expect(receipt.removableBy!.en).toContain('Nobody, the platform included');
    const file = await newFile();
    const replacement = statementFor(receipt, sha256(file));
    const second = receiptOf(await submit(by, file, { signature: key.sign(replacement) }));
    expect(second).toMatchObject({ version: 2, removal: { statement: replacement } });
    expect(second.removableBy).toEqual(receipt.removableBy);
    const withdrawal = statementFor(second, null);
    const gone = receiptOf(await withdraw(by, { signature: key.sign(withdrawal) }));
    expect(gone).toMatchObject({ kind: 'bid-withdrawn', removal: { statement: withdrawal } });
    expect(await currentOf(by)).toBeUndefined();
    const entries = await openedRecord(platform, from, 'rehearsals');
    expect(entries.map(({ opened }) => opened)).toMatchObject([
      { event: 'bidReceived', signingKey: key.name, removal: null },
      { event: 'bidReplaced', signingKey: key.name, removal: { statement: replacement } },
      { event: 'bidWithdrawn', signingKey: key.name, removal: { statement: withdrawal } },
    ]);
    expect(JSON.stringify(entries.map(({ opened: _, ...entry }) => entry))).not.toContain(key.name);
    // What comes after a withdrawal is a first submission again, and names a key of its own or none.
    const other = newKey();
    const third = receiptOf(await submit(by, await newFile(), { signingKey: other.name }));
    expect([third.version, third.removableBy!.signingKey]).toEqual([3, other.name]);
    expect(seen(await withdraw(by, { signature: key.sign(withdrawal) }))).toEqual(WRONG);
  });

  it('stays as it is for whoever has the sign-in alone, or another key', async () => {
    const { by, file, receipt } = await bidderWithKey();
    const [thief, other] = [newKey(), await newFile()];
    expect(seen(await withdraw(by))).toEqual(REQUIRED);
    const unsigned = await submit(by, other);
    expect(seen(unsigned)).toEqual(REQUIRED);
    expect(unsigned.json['accepted']).toMatchObject({ en: expect.stringContaining('sign-removal') });
    const [away, instead] = [statementFor(receipt, null), statementFor(receipt, sha256(other))];
    expect(seen(await withdraw(by, { signature: thief.sign(away) }))).toEqual(WRONG);
    expect(seen(await submit(by, other, { signature: thief.sign(instead) }))).toEqual(WRONG);
    // Nor does the thief's key come in by being named.
    const own = { ...instead, signingKey: thief.name };
    const named = { signingKey: thief.name, signature: thief.sign(own) };
    expect(seen(await submit(by, other, named))).toEqual([409, 'signing-key-fixed']);
    expect(await currentOf(by)).toBe(sha256(file));
  });

  it('is not taken away by its own signature over anything else', async () => {
    const elsewhere = await openTender();
    const { by, key, file, receipt } = await bidderWithKey();
    const other = await newFile();
    const there = receiptOf(await submit(by, file, { signingKey: key.name, tenderId: elsewhere.id }));
    const [away, instead] = [statementFor(receipt, null), statementFor(receipt, sha256(other))];
    const notThis: RemovalStatement[] = [
      instead,
      statementFor(there, null),
      { ...away, lot: '2' },
      { ...away, bidderUscc: '91130230MA0EXA0150' },
      { ...away, bidId: randomUUID() },
      { ...away, version: 2 },
      { ...away, sha256: sha256(other) },
    ];
    for (const statement of notThis)
      expect(seen(await withdraw(by, { signature: key.sign(statement) }))).toEqual(WRONG);
    for (const statement of [away, statementFor(there, sha256(other)), statementFor(receipt, sha256(file))])
      expect(seen(await submit(by, other, { signature: key.sign(statement) }))).toEqual(WRONG);
    expect(await currentOf(by)).toBe(sha256(file));
  });

  it('is not taken away by a signature that was used before', async () => {
    const { by, key, file, receipt } = await bidderWithKey();
    const other = await newFile();
    const signature = key.sign(statementFor(receipt, sha256(other)));
    const second = receiptOf(await submit(by, other, { signature }));
    const back = key.sign(statementFor(second, sha256(file)));
    receiptOf(await submit(by, file, { signature: back }));
    // The file that was put in its place once is not put there again, nor is a withdrawal of an earlier version of use.
    expect(seen(await submit(by, other, { signature }))).toEqual(WRONG);
    for (const old of [receipt, second])
      expect(seen(await withdraw(by, { signature: key.sign(statementFor(old, null)) }))).toEqual(WRONG);
    expect(await currentOf(by)).toBe(sha256(file));
  });

  it('is replaced once by a request that comes twice, whose key stands for the named key, too', async () => {
    const by = await actingAs(platform, 'bidder');
    const [named, key, file] = [newKey(), randomUUID(), await newFile()];
    const first = await submit(by, file, { signingKey: named.name, key });
    expect((await submit(by, file, { signingKey: named.name, key })).json).toEqual(first.json);
    for (const signingKey of [newKey().name, undefined]) {
      const again = await submit(by, file, { key, ...(signingKey === undefined ? {} : { signingKey }) });
      expect(seen(again)).toEqual([422, 'idempotency-key-reused']);
    }
    const [other, retry] = [await newFile(), randomUUID()];
    // A refusal keeps nothing: the same request may come again, signed.
    expect(seen(await submit(by, other, { key: retry, signature: 'AAAA' }))).toEqual(WRONG);
    const signature = named.sign(statementFor(receiptOf(first), sha256(other)));
    const replaced = await submit(by, other, { key: retry, signature });
    expect(receiptOf(replaced).version).toBe(2);
    expect((await submit(by, other, { key: retry, signature })).json).toEqual(replaced.json);
  });

  it('may be signed with OpenSSL alone: the statement is plain text, the key PKCS #8', async () => {
    const by = await actingAs(platform, 'bidder');
    const { text, name } = generateSigningKey();
    const receipt = receiptOf(await submit(by, await newFile(), { signingKey: name }));
    const bytes = removalBytes(statementFor(receipt, null));
    const signature = sign(null, bytes, createPrivateKey(text.slice(text.indexOf('-----')))).toString(
      'base64',
    );
    receiptOf(await withdraw(by, { signature }));
  });
});

describe('a key that is named', () => {
  it.each([
    ['another kind of key', 'rsa:abc', [400, 'signing-key-malformed']],
    ['too short a key', 'ed25519:AAAA', [400, 'signing-key-malformed']],
    ['another spelling of a key', `ed25519:${'A'.repeat(42)}B`, [422, 'signing-key-unusable']],
    ['a key under which anybody signs', `ed25519:AQ${'A'.repeat(41)}`, [422, 'signing-key-unusable']],
    ['a certificate that nobody registered', `certificate:${'a'.repeat(64)}`, [422, 'signing-key-unusable']],
  ])('is refused when it is %s, and nothing is handed in', async (_name, signingKey, expected) => {
    const by = await actingAs(platform, 'bidder');
    expect(seen(await submit(by, await newFile(), { signingKey }))).toEqual(expected);
    expect(await currentOf(by)).toBeUndefined();
  });

  it('comes with a signature in its form, or none', async () => {
    const { by, file } = await bidderWithKey();
    for (const signature of ['?', 'AAAAA', 'AB=='])
      expect(seen(await withdraw(by, { signature }))).toEqual([400, 'removal-signature-malformed']);
    expect(await currentOf(by)).toBe(sha256(file));
  });
});

describe('a bid that names an organisation certificate', () => {
  it.each(['rsa', 'ecdsa', 'sm2'] as const)('of %s is replaced and withdrawn by that alone', async (kind) => {
    const by = await actingAs(platform, 'bidder');
    const { uscc } = by.identity;
    const holder = { kind: 'party', uscc, name: '示例单位' } as const;
    const [own, another] = [await authorities.issue(kind, holder), await authorities.issue(kind, holder)];
    for (const one of [own, another])
      expect((await register(platform, by.token, one, { uscc })).status).toBe(201);
    const signingKey = `certificate:${own.certificate.facts.sha256}`;
    const signed = async (signer: typeof own, statement: RemovalStatement): Promise<string> =>
      Buffer.from(await signer.sign(removalBytes(statement))).toString('base64');
    const receipt = receiptOf(await submit(by, await newFile(), { signingKey }));
    const file = await newFile();
    const instead = statementFor(receipt, sha256(file));
    expect(seen(await submit(by, file))).toEqual(REQUIRED);
    expect(seen(await submit(by, file, { signature: await signed(another, instead) }))).toEqual(WRONG);
    const away = await signed(own, statementFor(receipt, null));
    expect(seen(await submit(by, file, { signature: away }))).toEqual(WRONG);
    const second = receiptOf(await submit(by, file, { signature: await signed(own, instead) }));
    expect(second.removableBy!.signingKey).toBe(signingKey);
    expect(seen(await withdraw(by, { signature: away }))).toEqual(WRONG);
    receiptOf(await withdraw(by, { signature: await signed(own, statementFor(second, null)) }));
  });

  it('names one of its own party, and none of a rival', async () => {
    const [by, rival] = [await actingAs(platform, 'bidder'), await actingAs(platform, 'bidder')];
    const { uscc } = rival.identity;
    const theirs = await authorities.issue('ecdsa', { kind: 'party', uscc, name: '示例单位' });
    expect((await register(platform, rival.token, theirs, { uscc })).status).toBe(201);
    const signingKey = `certificate:${theirs.certificate.facts.sha256}`;
    expect(seen(await submit(by, await newFile(), { signingKey }))).toEqual([422, 'signing-key-unusable']);
  });
});
