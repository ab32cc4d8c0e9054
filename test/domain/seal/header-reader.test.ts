import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  Encrypter,
  generateHybridIdentity,
  generateX25519Identity,
  identityToRecipient,
} from 'age-encryption';
import fc from 'fast-check';
import { HEADER_MAX_BYTES, HeaderReader, parseSealedHeader } from '../../../domain/seal/header-reader.ts';
import { exampleLetter, sealBid } from '../../support/bids.ts';

const MAC = `--- ${'A'.repeat(43)}\n`;
const VERSION = 'age-encryption.org/v1\n';
const X25519 = `-> X25519 ${'B'.repeat(42)}E\n${'C'.repeat(42)}A\n`;
const SCRYPT = `-> scrypt ${'D'.repeat(21)}A 18\n${'E'.repeat(43)}\n`.replace('E\n', 'A\n');
const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const typesOf = (file: Uint8Array): string[] | undefined =>
  parseSealedHeader(file)?.header.stanzas.map(({ type }) => type);

describe('a file that npm age-encryption sealed', () => {
  it('has its recipient and the length of its header read', async () => {
    const { bytes: file } = await sealBid(exampleLetter());
    const { header } = parseSealedHeader(file)!;
    const [stanza] = header.stanzas;
    expect([header.stanzas.length, stanza!.type, stanza!.args]).toEqual([
      1,
      'X25519',
      [expect.stringMatching(/^.{43}$/)],
    ]);
    const text = Buffer.from(file).toString('latin1', 0, header.sizeBytes);
    expect(text).toMatch(/\n--- \S{43}\n$/);
  });

  it('may be for several, after the quantum computer too, or for a passphrase', async () => {
    const several = new Encrypter();
    for (let count = 0; count < 3; count++)
      several.addRecipient(await identityToRecipient(await generateX25519Identity()));
    expect(typesOf(await several.encrypt('x'))).toEqual(['X25519', 'X25519', 'X25519']);
    const hybrid = new Encrypter();
    hybrid.addRecipient(await identityToRecipient(await generateHybridIdentity()));
    expect(typesOf(await hybrid.encrypt('x'))).toEqual(['mlkem768x25519']);
    const passphrase = new Encrypter();
    passphrase.setPassphrase('correct horse battery staple');
    passphrase.setScryptWorkFactor(4);
    expect(typesOf(await passphrase.encrypt('x'))).toEqual(['scrypt']);
  });
});

const ageTool = ((): boolean => {
  try {
    execFileSync('age', ['--version'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    process.stderr.write(`The test with the age tool is skipped: ${(error as Error).message}\n`);
    return false;
  }
})();

(ageTool ? describe : describe.skip)('a file that the age tool sealed', () => {
  it('has its recipients read', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'openseal-age-'));
    const recipient = await identityToRecipient(await generateX25519Identity());
    writeFileSync(path.join(folder, 'bid.json'), JSON.stringify(exampleLetter()));
    execFileSync('age', ['-r', recipient, '-r', recipient, '-o', 'bid.age', 'bid.json'], { cwd: folder });
    const types = typesOf(readFileSync(path.join(folder, 'bid.age')));
    rmSync(folder, { recursive: true });
    // Newer tools add a stanza that means nothing, so that readers stay able to skip one.
    expect(types?.filter((type) => !type.endsWith('-grease'))).toEqual(['X25519', 'X25519']);
  });
});

describe('the header of an age file', () => {
  it.each([
    ['one recipient', VERSION + X25519 + MAC, ['X25519']],
    ['a passphrase', VERSION + SCRYPT + MAC, ['scrypt']],
    ['an empty body', `${VERSION}-> a b c\n\n${MAC}`, ['a']],
    ['a body of one whole line', `${VERSION}-> a\n${'F'.repeat(64)}\n\n${MAC}`, ['a']],
    ['a body of two bytes', `${VERSION}-> a\nAAE\n${MAC}`, ['a']],
    ['a payload of any bytes', `${VERSION}${X25519}${MAC}\n-> \xff\x00`, ['X25519']],
  ])('is read: %s', (_name, text, types) => {
    expect(typesOf(bytes(text))).toEqual(types);
  });

  it.each([
    ['nothing', ''],
    ['the version alone', VERSION],
    ['another version', `age-encryption.org/v2\n${X25519}${MAC}`],
    ['a carriage return', `age-encryption.org/v1\r\n${X25519}${MAC}`],
    ['armor', '-----BEGIN AGE ENCRYPTED FILE-----\n'],
    ['no recipient', VERSION + MAC],
    ['no MAC', VERSION + X25519],
    ['a MAC line that is cut off', (VERSION + X25519 + MAC).slice(0, -1)],
    ['a short MAC', `${VERSION}${X25519}--- ${'A'.repeat(42)}\n`],
    ['a MAC with bits to spare', `${VERSION}${X25519}--- ${'A'.repeat(42)}B\n`],
    ['a MAC with padding', `${VERSION}${X25519}--- ${'A'.repeat(43)}=\n`],
    ['a MAC without its space', `${VERSION}${X25519}---${'A'.repeat(43)}\n`],
    ['a stanza without a type', `${VERSION}->\n\n${MAC}`],
    ['an empty argument', `${VERSION}-> a  b\n\n${MAC}`],
    ['a trailing space', `${VERSION}-> a \n\n${MAC}`],
    ['a tab in an argument', `${VERSION}-> a\tb\n\n${MAC}`],
    ['letters beyond ASCII', `${VERSION}-> \u00e9\n\n${MAC}`],
    ['a body without a short last line', `${VERSION}-> a\n${'F'.repeat(64)}\n${MAC}`],
    ['a body line that is too long', `${VERSION}-> a\n${'F'.repeat(65)}\n${MAC}`],
    ['a body in another alphabet', `${VERSION}-> a\nAA-_\n${MAC}`],
    ['a body with padding', `${VERSION}-> a\nAAE=\n${MAC}`],
    ['a body with bits to spare', `${VERSION}-> a\nAAB\n${MAC}`],
    ['a body of no whole byte', `${VERSION}-> a\nA\n${MAC}`],
    ['no body at all', `${VERSION}-> a\n${MAC}`],
    ['a header without end', VERSION + X25519.repeat(HEADER_MAX_BYTES / 50) + MAC],
  ])('is not read: %s', (_name, text) => {
    expect(parseSealedHeader(bytes(text))).toBeNull();
  });

  const base64 = fc.uint8Array({ maxLength: 100 }).map((body) => {
    const text = Buffer.from(body).toString('base64').replaceAll('=', '');
    const lines = text.match(/.{1,64}/g) ?? [];
    return `${[...lines, ...(text.length % 64 === 0 ? [''] : [])].join('\n')}\n`;
  });
  const word = fc.string({
    unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
    minLength: 1,
    maxLength: 20,
  });
  const stanza = fc.record({ words: fc.array(word, { minLength: 1, maxLength: 4 }), body: base64 });

  it('is read whatever the recipients are, to its very end', () => {
    fc.assert(
      fc.property(fc.array(stanza, { minLength: 1, maxLength: 5 }), fc.uint8Array(), (stanzas, payload) => {
        const header = `${VERSION}${stanzas.map(({ words, body }) => `-> ${words.join(' ')}\n${body}`).join('')}${MAC}`;
        const found = parseSealedHeader(Buffer.concat([bytes(header), payload]))!.header;
        expect([found.sizeBytes, found.macedBytes]).toEqual([header.length, header.length - 45]);
        expect(found.stanzas.map(({ type, args }) => [type, ...args])).toEqual(
          stanzas.map(({ words }) => words),
        );
        for (const cut of [1, Math.floor(header.length / 2), header.length - 1])
          expect(parseSealedHeader(bytes(header.slice(0, cut)))).toBeNull();
      }),
    );
  });

  it('is not read, and nothing thrown, when a byte of a real one is another', async () => {
    const { bytes: file } = await sealBid(exampleLetter());
    const sizeBytes = parseSealedHeader(file)!.header.sizeBytes;
    fc.assert(
      fc.property(fc.nat(sizeBytes - 1), fc.integer({ min: 128, max: 255 }), (offset, byte) => {
        const altered = Uint8Array.from(file);
        altered[offset] = byte;
        expect(parseSealedHeader(altered)).toBeNull();
      }),
    );
  });

  it('is found the same in pieces of any size', () => {
    const whole = bytes(`${VERSION}${X25519}${X25519}${MAC}payload`);
    const piecewise = (file: Uint8Array, sizes: readonly number[]): unknown => {
      const reader = new HeaderReader();
      let finding: unknown = 'unfinished';
      for (let at = 0, turn = 0; at < file.length; turn++) {
        const size = sizes[turn % sizes.length]!;
        finding = reader.push(file.subarray(at, at + size));
        at += size;
      }
      return finding;
    };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sizes) => {
        expect(piecewise(whole, sizes)).toEqual(parseSealedHeader(whole));
        const armor = bytes('\r\n \t-----BEGIN AGE ENCRYPTED FILE-----\nYWdl');
        expect(piecewise(armor, sizes)).toBe('armored');
      }),
    );
  });

  it.each([
    ['another first byte', 'x'],
    ['another version', 'age-encryption.org/v2'],
    ['white space before it', ` ${VERSION}`],
    ['a line that is no stanza', `${VERSION}->a\n`],
    ['a body in another alphabet', `${VERSION}-> a\n-_\n`],
    ['more than a header may have', `${VERSION}-> ${'a'.repeat(HEADER_MAX_BYTES)}`],
  ])('is given up as soon as it shows that there is none: %s', (_name, text) => {
    expect(new HeaderReader().push(bytes(text))).toBe('no-header');
  });

  it('costs work by its length, not by the square of it, when it comes byte by byte', () => {
    const costOf = (count: number): number => {
      const file = bytes(VERSION + X25519.repeat(count));
      const times = [1, 2, 3, 4, 5].map(() => {
        const reader = new HeaderReader();
        const before = process.cpuUsage();
        for (let at = 0; at < file.length; at++) reader.push(file.subarray(at, at + 1));
        const { user, system } = process.cpuUsage(before);
        return user + system;
      });
      return Math.min(...times);
    };
    // Four times the bytes take sixteen times as long where each byte is looked at again with each piece.
    costOf(100);
    const [once, fourfold] = [costOf(120), costOf(480)];
    expect(fourfold / once).toBeLessThan(9);
  });

  it('takes no longer for hostile bytes', () => {
    // So many that work which grows with their square would outlast the time limit on any machine.
    const hostile = [
      `${VERSION}${'-> a\n\n'.repeat(1_000_000)}`,
      VERSION + '\n'.repeat(6_000_000),
      `${VERSION}-> ${'a '.repeat(3_000_000)}`,
    ];
    for (const text of hostile) expect(parseSealedHeader(bytes(text))).toBeNull();
    fc.assert(fc.property(fc.uint8Array({ maxLength: 4096 }), (junk) => parseSealedHeader(junk) === null));
  });
});
