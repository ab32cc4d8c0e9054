import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { createHash, createPublicKey, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { generateHybridIdentity } from 'age-encryption';
import { removableBy, SIGNING_KEY_FORM } from '../../domain/seal/index.ts';
import { holdsSignature } from '../../runtime/removal-signature.ts';
import { headerOf } from '../../sealing/index.ts';
import { BINDING } from '../sealing/support.ts';
import { exampleLetter, sealBid } from '../support/bids.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(os.tmpdir(), 'openseal-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => path.join(folder, name);

/** Runs the command line as a user does, in a folder of its own. */
function openseal(...args: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(ROOT, 'bin/openseal.js'), ...args],
    { cwd: folder, encoding: 'utf8' },
  );
  return { status, out: stdout.trim(), err: stderr.trim() };
}

it('runs by npx with the Node of the machine, in the checkout', () => {
  const PATH = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .filter((entry) => !entry.includes('node_modules'))
    .join(path.delimiter);
  const { stdout, status } = spawnSync('npx', ['openseal', '--help'], {
    cwd: ROOT,
    encoding: 'utf8',
    // Without a look for a newer npm, which may wait for a network that is not there.
    env: { PATH, HOME: process.env['HOME'], npm_config_update_notifier: 'false' },
  });
  expect([status, stdout.includes('keygen')]).toEqual([0, true]);
});

describe('a bid that the age tools sealed to a post-quantum key', () => {
  it('opens by the key file, and armor is told the way out', async () => {
    const { bytes, identity } = await sealBid(exampleLetter(), { identity: await generateHybridIdentity() });
    writeFileSync(at('pq.bid'), bytes);
    writeFileSync(at('pq.key'), `# created: today\n# public key: age1pq1\n${identity}\n\n`);
    expect(openseal('open', 'pq.bid', '-i', 'pq.key', '-o', 'pq.opened')).toEqual({
      status: 0,
      out: '',
      err: '',
    });
    expect(JSON.parse(readFileSync(at('pq.opened'), 'utf8'))).toEqual(exampleLetter());
    const other = openseal('keygen', '-o', 'x25519.key');
    expect(other.status).toBe(0);
    const wrong = openseal('open', 'pq.bid', '-i', 'x25519.key', '-o', 'pq.never');
    expect([wrong.status, wrong.err]).toEqual([1, '密钥与该文件不符。\nThe key does not open this file.']);
    writeFileSync(at('armored'), '-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n');
    const armored = openseal('open', 'armored', '-i', 'pq.key', '-o', 'pq.never');
    expect([armored.status, armored.err.includes('-a')]).toEqual([1, true]);
  });
});

describe('a bid that is taken away by its own key', () => {
  const key = 'signing.key';
  let name: string;
  const receiptOf = (signingKey: string | null) => ({
    receipt: {
      ...{ kind: 'bid-received', tenderId: BINDING.tenderId, bidderUscc: BINDING.bidderUscc },
      ...{ bidId: 'the bid', version: 1, sha256: 'a'.repeat(64), removableBy: removableBy(signingKey) },
    },
    signature: 'of the platform',
  });
  beforeAll(() => {
    const { status, out } = openseal('signing-key', '-o', key);
    expect(status).toBe(0);
    name = out;
    writeFileSync(at('receipt.json'), JSON.stringify(receiptOf(name)));
    writeFileSync(at('new.sealed'), 'the file in its place');
  });

  it('has a key that OpenSSL reads, kept from others and never overwritten', () => {
    expect(name).toMatch(SIGNING_KEY_FORM);
    expect(statSync(at(key)).mode & 0o777).toBe(0o600);
    const before = readFileSync(at(key), 'utf8');
    expect(openseal('signing-key', '-o', key).status).toBe(1);
    expect(readFileSync(at(key), 'utf8')).toBe(before);
    const jwk = createPublicKey(before.slice(before.indexOf('-----'))).export({ format: 'jwk' });
    expect(`ed25519:${jwk.x}`).toBe(name);
  });

  it.each([
    ['replaced by a file', ['--by', 'new.sealed'], 'replace'],
    ['withdrawn', ['--withdraw'], 'withdraw'],
  ] as const)(
    'is signed for being %s, over the text that a certificate would sign',
    async (_is, how, act) => {
      const signed = openseal('sign-removal', '-r', 'receipt.json', '-k', key, ...how);
      expect([signed.status, signed.err]).toEqual([0, '']);
      expect(openseal('sign-removal', '-r', 'receipt.json', '-t', `${act}.txt`, ...how).status).toBe(0);
      const text = readFileSync(at(`${act}.txt`));
      expect(await holdsSignature(name, text, signed.out)).toBe(true);
      const hash = createHash('sha256').update('the file in its place').digest('hex');
      expect(JSON.parse(text.toString())).toEqual({
        format: 'openseal-removal/1',
        act,
        tenderId: BINDING.tenderId,
        lot: '1',
        bidderUscc: BINDING.bidderUscc,
        bidId: 'the bid',
        version: 1,
        sha256: 'a'.repeat(64),
        replacedBy: act === 'replace' ? hash : null,
        signingKey: name,
      });
    },
  );

  it('says what is wrong with what it is given, and signs nothing', () => {
    writeFileSync(at('unnamed.json'), JSON.stringify(receiptOf(null)));
    writeFileSync(at('other.json'), JSON.stringify(receiptOf(`ed25519:${'A'.repeat(43)}`)));
    for (const [args, sentence] of [
      [['-r', 'unnamed.json', '-k', key, '-w'], 'a sign-in suffices'],
      [['-r', 'other.json', '-k', key, '-w'], 'not ed25519:'],
      [['-r', 'new.sealed', '-k', key, '-w'], 'no receipt of a bid'],
      [['-r', 'receipt.json', '-k', 'new.sealed', '-w'], 'no signing key'],
      [['-r', 'receipt.json', '-k', key], 'give --by or --withdraw'],
      [['-r', 'receipt.json', '-w'], 'give --key or --text'],
    ] as const) {
      const { status, out, err } = openseal('sign-removal', ...args);
      expect([status, out, err.includes(sentence) ? sentence : err]).toEqual([1, '', sentence]);
    }
  });
});

describe.each(['age', 'gm'])('a bid in the scheme %s, from keys to opening', (scheme) => {
  const named = (name: string): string => `${scheme}-${name}`;
  const plain = randomBytes(300_000);
  const trustees = ['tenderee', 'supervisor', 'notary'];
  const tender = {
    tenderId: BINDING.tenderId,
    title: 'more than the sealing, as the platform answers',
    sealing: { scheme, threshold: 2, trustees: [] as object[] },
  };
  const sealArgs = (...more: string[]): string[] => [
    ...['seal', named('plain'), '-i', named('own'), '-o', named('bid'), '-d', named('tender.json')],
    ...['-u', BINDING.bidderUscc, '--unproven', ...more],
  ];

  beforeAll(() => {
    writeFileSync(at(named('plain')), plain);
    for (const name of ['own', ...trustees]) {
      const { status, out } = openseal('keygen', '--scheme', scheme, '-o', named(name));
      expect(status).toBe(0);
      if (name !== 'own') tender.sealing.trustees.push({ id: name, name, role: name, recipient: out });
    }
    writeFileSync(at(named('tender.json')), JSON.stringify(tender));
    const { status, out, err } = openseal(...sealArgs('--bid-version', '3'));
    expect([status, out]).toEqual([0, '']);
    // To whom it is sealed is shown, for comparing with the tender documents.
    for (const { recipient } of tender.sealing.trustees as { recipient: string }[])
      expect(err).toContain(recipient);
  });

  it('keeps secret keys from others, and never overwrites one', () => {
    expect(statSync(at(named('own'))).mode & 0o777).toBe(0o600);
    const before = readFileSync(at(named('own')), 'utf8');
    expect(openseal('keygen', '--scheme', scheme, '-o', named('own')).status).toBe(1);
    expect(readFileSync(at(named('own')), 'utf8')).toBe(before);
  });

  it('is bound to tender, bidder and version', () => {
    const text = Buffer.from(headerOf(readFileSync(at(named('bid')))).bytes).toString('latin1');
    expect(text).toContain(`-> openseal-bind/1 ${BINDING.tenderId} 1 ${BINDING.bidderUscc} 3\n`);
    expect(text.match(/-> openseal-share\/1/g)).toHaveLength(3);
  });

  it('opens by its own key', () => {
    expect(openseal('open', named('bid'), '-i', named('own'), '-o', named('opened'))).toMatchObject({
      status: 0,
    });
    expect(readFileSync(at(named('opened'))).equals(plain)).toBe(true);
  });

  it("opens by two trustees' shares, one of which saw the header alone, and not by one", () => {
    writeFileSync(at(named('header')), headerOf(readFileSync(at(named('bid')))).bytes);
    expect(openseal('share', named('bid'), '-i', named('notary'), '-o', named('notary.json')).status).toBe(0);
    expect(
      openseal('share', named('header'), '-i', named('tenderee'), '-o', named('tenderee.json')).status,
    ).toBe(0);
    const open = (...files: string[]) =>
      openseal(
        ...['open', named('bid'), '-o', named('by-shares'), '-d', named('tender.json')],
        ...files.flatMap((file) => ['--hand-in', file]),
      );
    const few = open(named('notary.json'));
    expect(few.status).toBe(2);
    expect(few.err.split('\n')).toEqual([
      'tenderee: absent',
      'supervisor: absent',
      'notary: good',
      '有效份额不足，原因在投标人之外 · too few good shares, by others than the bidder',
    ]);
    expect(readdirSync(folder)).not.toContain(named('by-shares'));
    expect(open(named('notary.json'), named('tenderee.json')).status).toBe(0);
    expect(readFileSync(at(named('by-shares'))).equals(plain)).toBe(true);
  });

  it('leaves nothing behind when it was changed', () => {
    const changed = readFileSync(at(named('bid')));
    changed[changed.length - 1] = changed.at(-1)! ^ 1;
    writeFileSync(at(named('changed')), changed);
    const before = readdirSync(folder);
    const { status, err } = openseal('open', named('changed'), '-i', named('own'), '-o', named('never'));
    expect([status, err]).toEqual([1, '文件已损坏或者被改动。\nThe file was damaged or changed.']);
    expect(readdirSync(folder)).toEqual(before);
  });

  it('does not open by the key of a trustee, and no trustee has two shares', () => {
    expect(openseal('open', named('bid'), '-i', named('notary'), '-o', named('never')).status).toBe(1);
    expect(openseal('share', named('bid'), '-i', named('own'), '-o', named('never.json')).status).toBe(1);
  });

  it.each([
    [
      'no code of a bidder',
      () => ['seal', named('plain'), '-i', named('own'), '-o', 'x', '-d', named('tender.json'), '--unproven'],
    ],
    ['a code that is none', () => sealArgs('-u', '91110105MA01EX012X')],
    ['another tender', () => sealArgs('-t', '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a12')],
    ['a version of 0', () => sealArgs('--bid-version', '0')],
    ['a file that is not there', () => ['seal', 'nothing', '-i', named('own'), '-o', 'x']],
    ['no key', () => ['seal', named('plain'), '-o', 'x']],
    [
      'a demand that is none',
      () => ['seal', named('plain'), '-i', named('own'), '-o', 'x', '-d', named('own')],
    ],
  ])('is not sealed with %s', (_name, args) => {
    const before = readdirSync(folder);
    const { status, err } = openseal(...args());
    expect([status === 0, err === '']).toEqual([false, false]);
    expect(readdirSync(folder)).toEqual(before);
  });
});
