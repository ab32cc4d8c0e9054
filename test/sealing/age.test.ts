import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ed25519, ED25519_TORSION_SUBGROUP } from '@noble/curves/ed25519.js';
import { bech32 } from '@scure/base';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { payloadKey, SUITES } from '../../sealing/header.ts';
import { fileKeyBy, generateKey, headerOf, open, readKeys, seal, SealingError } from '../../sealing/index.ts';
import { nodeSuites } from '../../sealing/node.ts';
import { sealPart, sealPayload } from '../../sealing/payload.ts';
import { BINDING, bytesOf, castOf, opened, outcome, sealed, streamOf, tool, type Cast } from './support.ts';

const CHUNK = 64 * 1024;
const cast: Cast = castOf('age');
const identities = [cast.own.identity];

describe('a bid sealed in the age format', () => {
  it.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5])(
    'opens to its %d plain bytes, whoever of Node and JavaScript sealed or opened it',
    async (size) => {
      const plain = randomBytes(size);
      for (const suites of [nodeSuites, SUITES]) {
        const file = await sealed(cast, plain, { suites });
        expect((await opened(file, { identities }, nodeSuites)).equals(plain)).toBe(true);
        expect((await opened(file, { identities }, SUITES)).equals(plain)).toBe(true);
      }
    },
  );

  it('has the size that was foretold', async () => {
    for (const size of [0, 1, CHUNK, CHUNK + 1, 200_000]) {
      const made = await seal(streamOf(randomBytes(size)), {
        recipients: [cast.own.recipient],
        binding: BINDING,
        demand: cast.demand,
      });
      expect((await bytesOf(made.stream)).length).toBe(made.sizeOf(size));
    }
  });

  it.each([0, 1, CHUNK, 2 * CHUNK, 4 * CHUNK, 5 * CHUNK + 1])(
    'has the same %d plain bytes sealed alike, part by part or in one go, by Node and by JavaScript',
    (size) => {
      const plain = randomBytes(size);
      const key = randomBytes(32);
      const whole = sealPayload(nodeSuites.age.aead, key);
      const made = Buffer.concat([whole.push(plain) ?? Buffer.alloc(0), whole.end()]);
      const starts = Array.from({ length: Math.max(1, Math.ceil(size / (2 * CHUNK))) }, (_, at) => 2 * at);
      for (const { age } of [nodeSuites, SUITES]) {
        const parts = starts.map((first) =>
          sealPart(
            age.aead,
            key,
            plain.subarray(first * CHUNK, (first + 2) * CHUNK),
            first,
            first === starts.at(-1),
          ),
        );
        expect(Buffer.concat(parts).equals(made)).toBe(true);
      }
    },
  );

  it('is never sealed twice alike', async () => {
    const plain = randomBytes(100);
    const [one, other] = [await sealed(cast, plain), await sealed(cast, plain)];
    const lines = (file: Buffer): string[] => file.toString('latin1').split('\n').slice(1, 30);
    expect(lines(one).filter((line) => line.length > 20 && lines(other).includes(line))).toEqual([
      `-> openseal-bind/1 ${BINDING.tenderId} 1 ${BINDING.bidderUscc} 1`,
    ]);
  });

  it('opens whatever the pieces are in which it comes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 3 * CHUNK }),
        fc.integer({ min: 1, max: 99_999 }),
        async (plain, piece) => {
          const file = await sealed(cast, plain, { suites: nodeSuites });
          const back = await bytesOf(await open(streamOf(file, piece), { identities }, nodeSuites));
          expect(back.equals(plain)).toBe(true);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('is read by npm age-encryption, and reads what that sealed', async () => {
    const plain = randomBytes(CHUNK + 17);
    const decrypter = new Decrypter();
    decrypter.addIdentity(cast.own.identity);
    expect(Buffer.from(await decrypter.decrypt(await sealed(cast, plain))).equals(plain)).toBe(true);
    const identity = await generateX25519Identity();
    const encrypter = new Encrypter();
    encrypter.addRecipient(await identityToRecipient(await generateX25519Identity()));
    encrypter.addRecipient(await identityToRecipient(identity));
    const theirs = await encrypter.encrypt(plain);
    expect((await opened(theirs, { identities: [identity] })).equals(plain)).toBe(true);
  });

  it('has keys that npm age-encryption writes alike', async () => {
    expect(await identityToRecipient(cast.own.identity)).toBe(cast.own.recipient);
    const identity = await generateX25519Identity();
    expect(await readKeys(`# created\n${identity}\n`)).toEqual([
      { scheme: 'age', identity, recipient: await identityToRecipient(identity) },
    ]);
  });
});

describe('a bid that was changed', () => {
  const plain = randomBytes(2 * CHUNK + 100);
  let file: Buffer;
  let headerBytes: number;
  beforeAll(async () => {
    file = await sealed(cast, plain);
    headerBytes = headerOf(file).bytes.length;
  });
  const flipped = (at: number, bit: number): Buffer => {
    const changed = Buffer.from(file);
    changed[at] = changed[at]! ^ (1 << bit);
    return changed;
  };

  it('gives no key with any bit of its header flipped', async () => {
    const keyOf = async (bytes: Buffer): Promise<string> => {
      try {
        return `a key of ${(await fileKeyBy(identities, headerOf(bytes))).length} bytes`;
      } catch (error) {
        return error instanceof SealingError ? 'refused' : String(error);
      }
    };
    expect(await keyOf(file)).toBe('a key of 16 bytes');
    for (let at = 0; at < headerBytes; at++) {
      for (const bit of at % 7 === 0 ? [0, 1, 2, 3, 4, 5, 6, 7] : [at % 8]) {
        expect([at, bit, await keyOf(flipped(at, bit))]).toEqual([at, bit, 'refused']);
      }
    }
  });

  it('does not open with any bit of its payload flipped, by Node or by JavaScript', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - headerBytes - 1), fc.nat(7), async (at, bit) => {
        const changed = flipped(headerBytes + at, bit);
        expect(await outcome(changed, { identities }, nodeSuites)).toBe('corrupted');
      }),
      { numRuns: 100 },
    );
    expect(await outcome(flipped(file.length - 1, 0), { identities })).toBe('corrupted');
  });

  it('does not open when it is cut off, even between chunks, or when something follows', async () => {
    const chunk = CHUNK + 16;
    const start = headerBytes + 16;
    for (const end of [headerBytes, start, start + 5, start + chunk, start + 2 * chunk, file.length - 1]) {
      expect([end, await outcome(file.subarray(0, end), { identities }, nodeSuites)]).toEqual([
        end,
        'corrupted',
      ]);
    }
    expect(await outcome(Buffer.concat([file, randomBytes(1)]), { identities }, nodeSuites)).toBe(
      'corrupted',
    );
    expect(await outcome(file.subarray(0, headerBytes - 1), { identities })).toBe('not-sealed');
  });

  it('does not open when chunks are exchanged or left out', async () => {
    const chunk = CHUNK + 16;
    const start = headerBytes + 16;
    const [a, b, rest] = [
      file.subarray(start, start + chunk),
      file.subarray(start + chunk, start + 2 * chunk),
      file.subarray(start + 2 * chunk),
    ];
    const head = file.subarray(0, start);
    for (const order of [[b, a, rest], [a, rest], [b, rest], [a, b, rest, rest], [rest]]) {
      expect(await outcome(Buffer.concat([head, ...order]), { identities }, nodeSuites)).toBe('corrupted');
    }
  });

  it('does not open with another key, or a key mistyped', async () => {
    expect(await outcome(file, { identities: [generateKey('age').identity] })).toBe('wrong-key');
    expect(await outcome(file, { identities: [generateKey('gm').identity] })).toBe('wrong-key');
    const mistyped = cast.own.identity.replace(/.$/, (last) => (last === 'Q' ? 'P' : 'Q'));
    expect(await outcome(file, { identities: [mistyped] })).toBe('wrong-key');
    expect(await outcome(file, { fileKey: randomBytes(16) })).toBe('wrong-key');
  });

  it('does not open with an empty chunk at the end of a full one', async () => {
    // Made with the right key: the form itself is refused, so that a file has one sealed form.
    const full = await sealed(cast, randomBytes(CHUNK));
    const read = headerOf(full);
    const start = read.bytes.length + 16;
    const key = payloadKey(SUITES.age, await fileKeyBy(identities, read), full.subarray(start - 16, start));
    const chunk = (number: number, last: number, bytes: Uint8Array): Uint8Array => {
      const nonce = new Uint8Array(12);
      nonce.set([number, last], 10);
      return SUITES.age.aead.seal(key, nonce, bytes);
    };
    const two = [chunk(0, 0, randomBytes(CHUNK)), chunk(1, 1, new Uint8Array())];
    expect(await outcome(Buffer.concat([full.subarray(0, start), ...two]), { identities })).toBe('corrupted');
  });
});

describe('what cannot be sealed', () => {
  const refused = (options: Partial<Parameters<typeof seal>[1]>) =>
    seal(streamOf(randomBytes(1)), {
      recipients: [cast.own.recipient],
      binding: BINDING,
      demand: cast.demand,
      ...options,
    }).then(
      () => 'sealed',
      (error: unknown) => (error instanceof SealingError ? error.code : error),
    );

  it.each([
    ['no key of the bidder', { recipients: [] }],
    ['a key that is none', { recipients: ['age1xyz'] }],
    ['a key of the other scheme', { recipients: [generateKey('gm').recipient] }],
    ['a key in upper case', { recipients: [cast.own.recipient.toUpperCase()] }],
    ['a secret key', { recipients: [cast.own.identity] }],
    ['shares without a binding', { binding: null }],
    ['one share enough', { demand: { ...cast.demand, threshold: 1 } }],
    ['more shares than trustees', { demand: { ...cast.demand, threshold: 4 } }],
  ])('%s', async (_name, options) => {
    expect(await refused(options)).toBe('bad-request');
  });

  it('a key outside the prime-order group, as Node and JavaScript find alike', () => {
    const { Point, utils } = ed25519;
    const torsion = ED25519_TORSION_SUBGROUP.map((hex) => Point.fromHex(hex));
    for (const by of [nodeSuites.age, SUITES.age]) {
      const taken = (work: () => unknown): boolean => {
        try {
          work();
          return true;
        } catch {
          return false;
        }
      };
      const own = Point.fromBytes(by.pointOf(cast.own.recipient));
      for (const small of torsion) {
        const point = own.add(small).toBytes();
        const recipient = bech32.encodeFromBytes('age', utils.toMontgomery(point));
        expect([small.is0(), taken(() => by.group.check(point))]).toEqual([small.is0(), small.is0()]);
        expect(taken(() => by.pointOf(recipient))).toBe(small.is0());
        expect(taken(() => by.group.check(small.toBytes()))).toBe(false);
      }
    }
  });

  it('a key of small order', async () => {
    const zero = bech32.encodeFromBytes('age', new Uint8Array(32));
    const one = bech32.encodeFromBytes('age', Uint8Array.of(1, ...new Uint8Array(31)));
    for (const recipient of [zero, one])
      expect(await refused({ recipients: [recipient] })).toBe('bad-request');
  });
});

const ageTool = tool('age', ['--version'], 'The tests with the age tool are');
(ageTool ? describe : describe.skip)('the age tool', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'openseal-age-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const at = (name: string): string => path.join(folder, name);
  const decrypts = (file: Uint8Array): Buffer | null => {
    writeFileSync(at('bid.age'), file);
    try {
      return execFileSync('age', ['-d', '-i', at('key.txt'), at('bid.age')], {
        stdio: ['ignore', 'pipe', 'ignore'],
        maxBuffer: 2 ** 30,
      });
    } catch {
      return null;
    }
  };
  beforeAll(() =>
    writeFileSync(at('key.txt'), `# public key: ${cast.own.recipient}\n${cast.own.identity}\n`),
  );

  it.each([0, 1, CHUNK, CHUNK + 1, 1_000_000])('reads %d bytes that we sealed with shares', async (size) => {
    const plain = randomBytes(size);
    expect(decrypts(await sealed(cast, plain, { suites: nodeSuites }))?.equals(plain)).toBe(true);
  });

  it.each([0, 1, CHUNK, CHUNK + 1, 1_000_000])('seals %d bytes that we read', async (size) => {
    const plain = randomBytes(size);
    execFileSync('age', ['-r', cast.own.recipient, '-o', at('theirs.age')], { input: plain });
    expect((await opened(readFileSync(at('theirs.age')), { identities }, nodeSuites)).equals(plain)).toBe(
      true,
    );
  });

  it('has keys that we read', async () => {
    rmSync(at('new.txt'), { force: true });
    execFileSync('age-keygen', ['-o', at('new.txt')], { stdio: 'ignore' });
    const [key] = await readKeys(readFileSync(at('new.txt'), 'utf8'));
    const recipient = execFileSync('age-keygen', ['-y', at('new.txt')])
      .toString()
      .trim();
    expect(key?.recipient).toBe(recipient);
  });

  it('refuses, as we do, a bid with a bit flipped', async () => {
    const file = await sealed(cast, randomBytes(CHUNK + 50));
    const headerBytes = headerOf(file).bytes.length;
    const step = Math.floor(headerBytes / 60);
    const places = [
      ...Array.from({ length: 60 }, (_, number) => number * step),
      ...[0, 1, 15, 16, 17, 5000, CHUNK + 16, CHUNK + 40].map((offset) => headerBytes + offset),
      file.length - 1,
    ];
    for (const place of places) {
      const changed = Buffer.from(file);
      changed[place] = changed[place]! ^ (1 << (place % 8));
      expect([place, decrypts(changed), await outcome(changed, { identities })]).toEqual([
        place,
        null,
        expect.not.stringMatching('opened'),
      ]);
    }
  });
});
