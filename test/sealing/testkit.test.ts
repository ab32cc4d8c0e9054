import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import * as vectors from 'cctv-age';
import { FlawedPayloadError, sealedStream } from '../../api/trading/sealed-stream.ts';
import type { Submission } from '../../domain/seal/index.ts';
import { nodeSuites } from '../../sealing/node.ts';
import { BINDING, opened, outcome } from './support.ts';

/**
 * C2SP's test kit for age (c2sp.org/CCTV/age, 0BSD or CC0): whatever a file of it is, the platform refuses it at submission,
 * or it opens, or it is malformed in a way that only its key can show.
 */
interface Vector {
  readonly name: string;
  readonly expect: string;
  readonly armored: boolean;
  readonly passphrase: boolean;
  readonly identities: readonly string[];
  /** SHA-256 of the plain bytes of a file that opens. */
  readonly payload: string | undefined;
  readonly file: Buffer;
}

function read(name: string, bytes: Uint8Array): Vector {
  const whole = Buffer.from(bytes);
  const end = whole.indexOf('\n\n');
  const lines = whole.toString('latin1', 0, end).split('\n');
  const said = (key: string): string[] =>
    lines.filter((line) => line.startsWith(`${key}: `)).map((line) => line.slice(key.length + 2));
  const body = whole.subarray(end + 2);
  return {
    name,
    expect: said('expect')[0]!,
    armored: said('armored')[0] === 'yes',
    passphrase: said('passphrase').length > 0,
    identities: said('identity'),
    payload: said('payload')[0],
    file: said('compressed')[0] === 'zlib' ? inflateSync(body) : body,
  };
}

const ALL = Object.entries(vectors as unknown as Record<string, Uint8Array>)
  .filter(([, bytes]) => bytes instanceof Uint8Array)
  .map(([name, bytes]) => read(name, bytes));

const submission: Submission = {
  demand: null,
  tenderId: BINDING.tenderId,
  bidderUscc: BINDING.bidderUscc,
};

/** The code of the flaw for which the platform refuses a file, or null; in pieces of some size. */
async function refusal(file: Buffer, pieceBytes: number): Promise<string | null> {
  const pieces = function* (): Generator<Buffer> {
    for (let at = 0; at < file.length; at += pieceBytes) yield file.subarray(at, at + pieceBytes);
  };
  const checked = await sealedStream(Readable.from(pieces(), { objectMode: false }), submission);
  if ('flaw' in checked) return checked.flaw.code;
  try {
    expect((await buffer(checked.stream)).equals(file)).toBe(true);
    return null;
  } catch (error) {
    if (error instanceof FlawedPayloadError) return error.flaw.code;
    throw error;
  }
}

describe('C2SP’s test kit for age', () => {
  it('is whole', () => {
    expect(ALL).toHaveLength(143);
    const kinds = [
      'success',
      'no match',
      'HMAC failure',
      'header failure',
      'armor failure',
      'payload failure',
    ];
    expect(new Set(ALL.map(({ expect: kind }) => kind))).toEqual(new Set(kinds));
  });

  it.each(ALL.map((vector) => [vector.name, vector] as const))('%s', async (_name, vector) => {
    const { file, identities, payload } = vector;
    const code = await refusal(file, 100_000);
    expect(await refusal(file, Math.max(37, Math.ceil(file.length / 500)))).toBe(code);
    // What the opening finds of what is taken, by what the kit says of the file.
    const found: Readonly<Record<string, string>> = {
      success: 'opened',
      'no match': 'wrong-key',
      'HMAC failure': 'corrupted',
      'payload failure': 'corrupted',
    };
    if (code !== null) {
      // A file that opens is refused only where the opening could not: text form and passphrases.
      if (vector.expect === 'success') {
        expect([vector.armored, vector.passphrase]).toContain(true);
      }
      if (vector.armored && vector.expect === 'success') expect(code).toBe('armored');
      if (!vector.armored && vector.passphrase && vector.expect === 'success')
        expect(code).toBe('no-own-key');
      return;
    }
    // Whatever any reader can see without a key has been refused.
    expect(Object.keys(found)).toContain(vector.expect);
    expect(await outcome(file, { identities }, nodeSuites)).toBe(found[vector.expect]);
    if (vector.expect === 'success') {
      const plain = await opened(file, { identities }, nodeSuites);
      expect(createHash('sha256').update(plain).digest('hex')).toBe(payload);
    }
  });

  it('is taken where it opens, or where only a key shows that it does not', async () => {
    const taken = new Map<string, string[]>();
    for (const { name, expect: kind, file } of ALL) {
      if ((await refusal(file, 100_000)) === null) taken.set(kind, [...(taken.get(kind) ?? []), name]);
    }
    expect(taken.get('success')!.length).toBe(
      ALL.filter(({ expect: kind, armored, passphrase }) => kind === 'success' && !armored && !passphrase)
        .length,
    );
    expect([taken.get('header failure'), taken.get('armor failure')]).toEqual([undefined, undefined]);
    expect(taken.get('no match')).toEqual([
      'hybrid_bad_tag',
      'hybrid_currupted_enc_mlkem',
      'hybrid_currupted_enc_x25519',
      'hybrid_no_match',
      'x25519_bad_tag',
      'x25519_no_match',
    ]);
    expect(taken.get('HMAC failure')).toEqual(['hmac_bad']);
  });
});
