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
import { AGE_HEADER_MAX_BYTES, parseAgeHeader } from '../../../domain/seal/age-header.ts';
import { exampleLetter, sealBid } from '../../support/bids.ts';

const MAC = `--- ${'A'.repeat(43)}\n`;
const VERSION = 'age-encryption.org/v1\n';
const X25519 = `-> X25519 ${'B'.repeat(42)}E\n${'C'.repeat(42)}A\n`;
const SCRYPT = `-> scrypt ${'D'.repeat(21)}A 18\n${'E'.repeat(43)}\n`.replace('E\n', 'A\n');
const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const typesOf = (file: Uint8Array): string[] | undefined =>
  parseAgeHeader(file)?.recipients.map((recipient) => recipient.type);

describe('a file that npm age-encryption sealed', () => {
  it('has its recipient and the length of its header read', async () => {
    const { bytes: file } = await sealBid(exampleLetter());
    const header = parseAgeHeader(file);
    expect(header?.recipients).toEqual([{ type: 'X25519', args: [expect.stringMatching(/^.{43}$/)] }]);
    const text = Buffer.from(file).toString('latin1', 0, header!.sizeBytes);
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
    ['a passphrase beside a recipient', VERSION + SCRYPT + X25519 + MAC],
    ['two passphrases', VERSION + SCRYPT + SCRYPT + MAC],
    ['a header without end', VERSION + X25519.repeat(AGE_HEADER_MAX_BYTES / 50) + MAC],
  ])('is not read: %s', (_name, text) => {
    expect(parseAgeHeader(bytes(text))).toBeNull();
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
        fc.pre(stanzas.length === 1 || stanzas.every(({ words }) => words[0] !== 'scrypt'));
        const header = `${VERSION}${stanzas.map(({ words, body }) => `-> ${words.join(' ')}\n${body}`).join('')}${MAC}`;
        expect(parseAgeHeader(Buffer.concat([bytes(header), payload]))).toEqual({
          recipients: stanzas.map(({ words: [type, ...args] }) => ({ type, args })),
          sizeBytes: header.length,
        });
        for (const cut of [1, Math.floor(header.length / 2), header.length - 1])
          expect(parseAgeHeader(bytes(header.slice(0, cut)))).toBeNull();
      }),
    );
  });

  it('is not read, and nothing thrown, when a byte of a real one is another', async () => {
    const { bytes: file } = await sealBid(exampleLetter());
    const sizeBytes = parseAgeHeader(file)!.sizeBytes;
    fc.assert(
      fc.property(fc.nat(sizeBytes - 1), fc.integer({ min: 128, max: 255 }), (offset, byte) => {
        const altered = Uint8Array.from(file);
        altered[offset] = byte;
        expect(parseAgeHeader(altered)).toBeNull();
      }),
    );
  });

  it('takes no longer for hostile bytes', () => {
    // So many that work which grows with their square would outlast the time limit on any machine.
    const hostile = [
      `${VERSION}${'-> a\n\n'.repeat(1_000_000)}`,
      VERSION + '\n'.repeat(6_000_000),
      `${VERSION}-> ${'a '.repeat(3_000_000)}`,
    ];
    for (const text of hostile) expect(parseAgeHeader(bytes(text))).toBeNull();
    fc.assert(fc.property(fc.uint8Array({ maxLength: 4096 }), (junk) => parseAgeHeader(junk) === null));
  });
});
