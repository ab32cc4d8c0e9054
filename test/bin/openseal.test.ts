import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { generateHybridIdentity } from 'age-encryption';
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
    ...['-u', BINDING.bidderUscc, ...more],
  ];

  beforeAll(() => {
    writeFileSync(at(named('plain')), plain);
    for (const name of ['own', ...trustees]) {
      const { status, out } = openseal('keygen', '--scheme', scheme, '-o', named(name));
      expect(status).toBe(0);
      if (name !== 'own') tender.sealing.trustees.push({ id: name, name, role: name, recipient: out });
    }
    writeFileSync(at(named('tender.json')), JSON.stringify(tender));
    expect(openseal(...sealArgs('--bid-version', '3'))).toEqual({ status: 0, out: '', err: '' });
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
      () => ['seal', named('plain'), '-i', named('own'), '-o', 'x', '-d', named('tender.json')],
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
