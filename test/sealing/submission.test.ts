import { beforeAll, describe, expect, it } from '@jest/globals';
import { Encrypter } from 'age-encryption';
import { randomBytes } from 'node:crypto';
import {
  flawOfDemand,
  flawOfVersion,
  readBinding,
  readShares,
  SCHEMES,
  type SealingDemand,
  type Submission,
} from '../../domain/seal/index.ts';
import { checkSealed, headerOf, type SealedHeader } from '../../sealing/index.ts';
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
    const encrypter = new Encrypter();
    encrypter.setPassphrase('correct horse battery staple');
    encrypter.setScryptWorkFactor(4);
    expect(codeOf(headerOf(await encrypter.encrypt('x')), submission)).toBeNull();
  });

  it('is refused when its binding names another, and with shares that nobody asked for', async () => {
    const file = await sealed(cast, plain, { demand: null });
    expect(codeOf(headerOf(file), { ...submission, bidderUscc: '91120116MA05EX024A' })).toBe(
      'bound-elsewhere',
    );
    expect(codeOf(headerOf(await sealed(cast, plain)), submission)).toBe('shares-not-demanded');
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
