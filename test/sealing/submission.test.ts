import { beforeAll, describe, expect, it } from '@jest/globals';
import { generateHybridIdentity } from 'age-encryption';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  flawOfDemand,
  flawOfVersion,
  readBinding,
  readShares,
  SCHEMES,
  type SealingDemand,
  type Submission,
} from '../../domain/seal/index.ts';
import { checkPayloadSize, checkSealed, headerOf, type SealedHeader } from '../../sealing/index.ts';
import { exampleLetter, sealBid } from '../support/bids.ts';
import { BINDING, castOf, editedHeader, ownKeyOnly, sealed, type Cast } from './support.ts';

const plain = randomBytes(10);
const codeOf = (header: SealedHeader | null, submission: Submission): string | null =>
  checkSealed(header, submission)?.code ?? null;

describe.each(SCHEMES)('a submission where the tender demands shares in the scheme %s', (scheme) => {
  const cast: Cast = castOf(scheme);
  const { demand } = cast;
  const submission: Submission = { demand, tenderId: BINDING.tenderId, bidderUscc: BINDING.bidderUscc };
  let file: Buffer;
  beforeAll(async () => {
    file = await sealed(cast, plain);
  });
  const edited = (edit: (text: string) => string): string | null => {
    const header = editedHeader(file, edit);
    expect(Buffer.from(header.bytes).equals(Buffer.from(headerOf(file).bytes))).toBe(false);
    return codeOf(header, submission);
  };

  it('is taken when everything is as demanded, in whatever order the stanzas stand', () => {
    expect(codeOf(headerOf(file), submission)).toBeNull();
    const stanza = /-> openseal-bind\/1 .*\n\n/;
    expect(
      edited((text) => {
        const binding = stanza.exec(text)![0];
        return text.replace(stanza, '').replace('\n---', `\n${binding}---`);
      }),
    ).toBeNull();
  });

  it('is refused in the name of another, for another tender or lot', () => {
    const elsewhere: Partial<Submission>[] = [
      { bidderUscc: '91120116MA05EX024A' },
      { tenderId: '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a12' },
    ];
    for (const change of elsewhere) {
      expect(codeOf(headerOf(file), { ...submission, ...change })).toBe('bound-elsewhere');
    }
    expect(edited((text) => text.replace(` 1 ${BINDING.bidderUscc}`, ` 2 ${BINDING.bidderUscc}`))).toBe(
      'bound-elsewhere',
    );
  });

  it('is refused when somebody else writes its own name into the binding: the shares are proven for the first', () => {
    const copied = editedHeader(file, (text) => text.replace(BINDING.bidderUscc, '91120116MA05EX024A'));
    expect(codeOf(copied, { ...submission, bidderUscc: '91120116MA05EX024A' })).toBe('share-malformed');
  });

  it.each([
    ['no binding', /-> openseal-bind\/1 .*\n\n/, '', 'not-bound'],
    ['two bindings', /(-> openseal-bind\/1 .*\n\n)/, '$1$1', 'not-bound'],
    ['a binding with more', /(-> openseal-bind\/1 .*)\n\n/, '$1 more\n\n', 'not-bound'],
    ['a version of 0', /(-> openseal-bind\/1 .*) 1\n\n/, '$1 0\n\n', 'not-bound'],
    ['a version of 01', /(-> openseal-bind\/1 .*) 1\n\n/, '$1 01\n\n', 'not-bound'],
    ['its shares stripped off', /(-> openseal-share\/1 [^>]*\n)+(?=---)/, '', 'share-missing'],
    ['one share stripped off', /-> openseal-share\/1 trustee-2 [^>]*\n(?=->)/, '', 'share-missing'],
    ['one share twice', /(-> openseal-share\/1 trustee-2 [^>]*\n)(?=->)/, '$1$1', 'share-not-as-demanded'],
    ['a share for a stranger', / trustee-2 /, ' stranger ', 'share-missing'],
    ['another threshold', / 2 3 /, ' 3 3 ', 'share-not-as-demanded'],
    ['another count', / 2 3 /, ' 2 4 ', 'share-not-as-demanded'],
    ['an index of 0', /(-> openseal-share\/1 \S+ \S+) \d+ /, '$1 0 ', 'share-malformed'],
    ['an index of 256', /(-> openseal-share\/1 \S+ \S+) \d+ /, '$1 256 ', 'share-malformed'],
    ['an argument too few', /(-> openseal-share\/1 .*) \S+\n/, '$1\n', 'share-malformed'],
    ['no own key', /-> (X25519|SM2)/, '-> other', 'no-own-key'],
  ] as const)('is refused with %s', (_name, from, to, code) => {
    expect(edited((text) => text.replace(from, to))).toBe(code);
  });

  it('is refused with an index that is taken, or another than was proven', () => {
    const shares = readShares(headerOf(file).header);
    if (shares === 'malformed') throw new Error(shares);
    const [first, second] = shares.map(({ index }) => index);
    const free = [1, 2, 3, 4].find((index) => !shares.some((share) => share.index === index))!;
    expect(edited((text) => text.replace(` ${first} 2 3 `, ` ${second} 2 3 `))).toBe('share-not-as-demanded');
    expect(edited((text) => text.replace(` ${first} 2 3 `, ` ${free} 2 3 `))).toBe('share-malformed');
  });

  it('is refused with any part of a share changed: its proof covers all of it', () => {
    const share = /-> openseal-share\/1 (\S+ ){5}(\S+) (\S+) (\S+)\n(\S+)\n/;
    const parts = share.exec(Buffer.from(headerOf(file).bytes).toString('latin1'))!;
    for (const part of [2, 3, 4, 5]) {
      const text = parts[part]!;
      const changed = text.replace(/^.(.)/, (two, second: string) =>
        second === 'A' ? `${two[0]}B` : `${two[0]}A`,
      );
      expect([part, edited((whole) => whole.replace(text, changed))]).toEqual([part, 'share-malformed']);
    }
  });

  it('is refused when it was sealed to other trustees, or with another threshold', async () => {
    const other = castOf(scheme);
    expect(codeOf(headerOf(await sealed(cast, plain, { demand: other.demand })), submission)).toBe(
      'share-not-as-demanded',
    );
    const three = { ...demand, threshold: 3 };
    expect(codeOf(headerOf(await sealed(cast, plain, { demand: three })), submission)).toBe(
      'share-not-as-demanded',
    );
  });

  it('is refused as the version that it is not', () => {
    const binding = readBinding(headerOf(file).header);
    if (binding === null || binding === 'malformed') throw new Error('no binding');
    expect(flawOfVersion(binding, 1)).toBeNull();
    expect(flawOfVersion(binding, 2)?.code).toBe('wrong-version');
    expect(flawOfVersion(null, 2)).toBeNull();
  });

  it('is refused in the other scheme, and when it is not sealed', async () => {
    const other = castOf(scheme === 'age' ? 'gm' : 'age');
    const theirs = headerOf(await sealed(other, plain, { demand: ownKeyOnly(other.scheme) }));
    expect(codeOf(theirs, submission)).toBe('wrong-scheme');
    expect(codeOf(null, submission)).toBe('not-sealed');
  });
});

describe('a submission where the tender demands nothing', () => {
  const cast = castOf('age');
  const submission: Submission = { demand: null, tenderId: BINDING.tenderId, bidderUscc: BINDING.bidderUscc };

  it('is taken from any age tool, without a binding or with its own', async () => {
    expect(
      codeOf(headerOf(await sealed(cast, plain, { binding: null, demand: null })), submission),
    ).toBeNull();
    expect(codeOf(headerOf(await sealed(cast, plain, { demand: null })), submission)).toBeNull();
    const { bytes } = await sealBid(exampleLetter(), { identity: await generateHybridIdentity() });
    expect(codeOf(headerOf(bytes), submission)).toBeNull();
  });

  const SHARE = Buffer.from(generateKeyPairSync('x25519').publicKey.export({ type: 'spki', format: 'der' }))
    .subarray(12)
    .toString('base64')
    .replaceAll('=', '');
  const BODY = Buffer.alloc(32, 7).toString('base64').replaceAll('=', '');
  const own = (share = SHARE, body = BODY): string => `-> X25519 ${share}\n${body}\n`;
  const file = (...stanzas: string[]): SealedHeader =>
    headerOf(Buffer.from(`age-encryption.org/v1\n${stanzas.join('')}--- ${'A'.repeat(43)}\n`));
  const base64 = (size: number, fill = 7): string =>
    Buffer.alloc(size, fill).toString('base64').replaceAll('=', '');
  const SSH = `-> ssh-ed25519 Xyg06A ${SHARE}\n${BODY}\n`;
  const GREASE = '-> 7x-grease (9 "\n\n';

  it.each([
    [
      'a passphrase',
      [`-> scrypt ${base64(16)} 18\n${BODY}\n`],
      'no-own-key',
      /口令.*X25519 或者 mlkem768x25519/,
    ],
    ['a passphrase beside a key', [`-> scrypt ${base64(16)} 18\n${BODY}\n`, own()], 'no-own-key', /口令/],
    ['an SSH key', [SSH], 'no-own-key', /SSH/],
    ['an RSA key of SSH', ['-> ssh-rsa mhir0Q\n\n'], 'no-own-key', /SSH/],
    ['a plugin', ['-> piv-p256 Xyg06A\n\n', GREASE], 'no-own-key', /插件/],
    ['a stanza that means nothing', [GREASE], 'no-own-key', /任何密钥都打不开/],
    ['a share of 31 bytes', [own(base64(31))], 'own-key-malformed', /X25519/],
    ['a share of 33 bytes', [own(base64(33))], 'own-key-malformed', /X25519/],
    ['a share of small order', [own(base64(32, 0))], 'own-key-malformed', /X25519/],
    ['a share that is no base64', [own('Zg')], 'own-key-malformed', /X25519/],
    ['an argument too many', [own(`${SHARE} ${SHARE}`)], 'own-key-malformed', /X25519/],
    ['a wrapped key that is too long', [own(SHARE, base64(33))], 'own-key-malformed', /X25519/],
    ['a malformed stanza beside a good one', [own(), own(base64(31))], 'own-key-malformed', /X25519/],
    [
      'a post-quantum share that is too short',
      [`-> mlkem768x25519 ${base64(1119)}\n${BODY}\n`],
      'own-key-malformed',
      /mlkem768x25519/,
    ],
    ['nine keys', Array.from({ length: 9 }, () => own()), 'too-many-own-keys', /9 把.*最多 8 把/],
  ] as [string, string[], string, RegExp][])(
    'is refused, with the reason, with %s',
    (_name, stanzas, code, reason) => {
      const flaw = checkSealed(file(...stanzas), submission);
      expect([flaw?.code, reason.test(flaw?.zh ?? '')]).toEqual([code, true]);
    },
  );

  it('is taken with eight keys, and with an SSH key or grease beside its own', () => {
    expect(codeOf(file(...Array.from({ length: 8 }, () => own())), submission)).toBeNull();
    expect(codeOf(file(SSH, own(), GREASE), submission)).toBeNull();
  });

  it('is refused when its binding names another, and with shares that nobody asked for', async () => {
    const file = await sealed(cast, plain, { demand: null });
    expect(codeOf(headerOf(file), { ...submission, bidderUscc: '91120116MA05EX024A' })).toBe(
      'bound-elsewhere',
    );
    expect(codeOf(headerOf(await sealed(cast, plain)), submission)).toBe('shares-not-demanded');
  });
});

describe('the size of a payload', () => {
  const CHUNK = 64 * 1024;
  it.each(SCHEMES)('is one that a file of the scheme %s can have', (scheme) => {
    const tag = scheme === 'age' ? 16 : 32;
    const code = (bytes: number): string | undefined => checkPayloadSize(scheme, bytes)?.code;
    const sizes = { nothing: 0, nonce: 16, 'one byte short': 16 + tag - 1 };
    for (const size of Object.values(sizes)) expect(code(size)).toBe('no-payload');
    const full = 16 + CHUNK + tag;
    for (const size of [16 + tag, 17 + tag, full, full + tag + 1, 3 * (CHUNK + tag) + 16])
      expect([size, code(size)]).toEqual([size, undefined]);
    for (const size of [full + 1, full + tag - 1, full + tag, full + CHUNK + tag + tag])
      expect([size, code(size)]).toEqual([size, 'cut-off']);
  });
});

describe('what tender documents may demand', () => {
  const { demand } = castOf('age', 4, 3);
  const [first, second, ...rest] = demand.trustees;

  it.each([
    ['shares of trustees', demand, true],
    ['all of them together', { ...demand, threshold: 4 }, true],
    ['the own key alone', ownKeyOnly('gm'), true],
    ['one share', { ...demand, threshold: 1 }, false],
    ['no share', { ...demand, threshold: 0 }, false],
    ['more than there are', { ...demand, threshold: 5 }, false],
    ['shares of nobody', { ...demand, trustees: [] }, false],
    ['an id twice', { ...demand, trustees: [first!, { ...second!, id: first!.id }, ...rest] }, false],
    [
      'a key twice',
      { ...demand, trustees: [first!, { ...second!, recipient: first!.recipient }, ...rest] },
      false,
    ],
    ['a party twice', { ...demand, trustees: [first!, { ...second!, uscc: first!.uscc }, ...rest] }, false],
    ['an id with a space', { ...demand, trustees: [{ ...first!, id: 'a b' }, second!, ...rest] }, false],
    ['more trustees than fit', castOf('age', 17, 3).demand, false],
  ] as [string, SealingDemand, boolean][])('%s', (_name, asked, allowed) => {
    expect(flawOfDemand(asked) === null).toBe(allowed);
  });
});
