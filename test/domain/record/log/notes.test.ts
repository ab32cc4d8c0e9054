import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  COSIGNATURE_V1,
  cosignatureBytes,
  cosignedMessage,
  cosignersOf,
  ED25519,
  formatAddCheckpoint,
  formatCheckpoint,
  formatNote,
  formatTlogProof,
  formatVerifierKey,
  isEnough,
  keysOf,
  leafHash,
  openCheckpoint,
  openCosignatures,
  formatSignature,
  parseAddCheckpoint,
  parseNote,
  parsePolicy,
  parseTlogProof,
  parseVerifierKey,
  utf8,
  verifierKey,
  verifyTlogProof,
  withSignatures,
  type NoteSignature,
  type VerifierKey,
} from '../../../../domain/record/log/index.ts';
import { verifyEd25519 } from '../../../../runtime/ed25519.ts';

/** The example of the signed-note specification. */
const EXAMPLE_KEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const EXAMPLE_NOTE =
  'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';

interface Pair {
  readonly key: VerifierKey;
  readonly privateKey: KeyObject;
}

function pair(name: string, type: typeof ED25519 | typeof COSIGNATURE_V1 = ED25519): Pair {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url');
  return { key: verifierKey(name, type, raw), privateKey };
}

const signedBy = ({ key, privateKey }: Pair, text: string): NoteSignature => ({
  name: key.name,
  keyId: key.keyId,
  signature: sign(null, utf8(text), privateKey),
});
const cosignedBy = ({ key, privateKey }: Pair, text: string, seconds: number): NoteSignature => ({
  name: key.name,
  keyId: key.keyId,
  signature: cosignatureBytes(seconds, sign(null, cosignedMessage(text, seconds), privateKey)),
});

const log = pair('example.com/log');
const [one, two, other] = [
  pair('witness.example/one', COSIGNATURE_V1),
  pair('witness.example/two', COSIGNATURE_V1),
  pair('witness.example/other', COSIGNATURE_V1),
];
const root = leafHash(utf8('only entry'));
const text = formatCheckpoint({ origin: 'example.com/log', size: 1, root });
const checkpoint = formatNote({ text, signatures: [signedBy(log, text)] });
const keys = { logs: [log.key], witnesses: [one.key, two.key] };

describe('signed notes', () => {
  it('read the example of the specification', () => {
    const key = parseVerifierKey(EXAMPLE_KEY);
    expect(formatVerifierKey(key)).toBe(EXAMPLE_KEY);
    const note = parseNote(EXAMPLE_NOTE);
    expect(note.text).toBe('This is an example message.\n');
    expect(verifyEd25519(key.publicKey, utf8(note.text), note.signatures[0]!.signature)).toBe(true);
    expect(formatNote(note)).toBe(EXAMPLE_NOTE);
  });

  it.each([
    ['no signatures', 'text\n\n'],
    ['no blank line', 'text\n— a AAAAAAAA\n'],
    ['a control character', `te\u0007xt\n\n— a AAAAAAAA\n`],
    ['a signature line without its end', 'text\n\n— a AAAAAAAA'],
    ['a hyphen for the dash', 'text\n\n- a AAAAAAAA\n'],
    ['a name with a plus', 'text\n\n— a+b AAAAAAAA\n'],
    ['a signature of four bytes', 'text\n\n— a AAAAAA==\n'],
    ['trailing bits in base64', 'text\n\n— a AAAAAAB=\n'],
    ['a lone surrogate', 'te\ud800xt\n\n— a AAAAAAAA\n'],
  ])('refuse a note with %s', (_what, note) => {
    expect(() => parseNote(note)).toThrow();
  });

  it.each([
    ['another id', EXAMPLE_KEY.replace('530d903a', '530d903b')],
    ['another name', EXAMPLE_KEY.replace('foo', 'bar')],
    ['a key cut short', EXAMPLE_KEY.slice(0, -4)],
    ['no base64', 'a+b+!!!'],
    ['a type that is not known', `a+00000000+${Buffer.alloc(33, 9).toString('base64')}`],
    ['a space in the name', EXAMPLE_KEY.replace('/', ' ')],
  ])('refuse a verifier key with %s', (_what, key) => {
    expect(() => parseVerifierKey(key)).toThrow();
  });
});

describe('checkpoints', () => {
  it('open with the key of their log, and not with one bit changed', () => {
    expect(openCheckpoint(checkpoint, keys, verifyEd25519)).toMatchObject({
      size: 1,
      signedBy: [log.key.keyId],
    });
    const bytes = Buffer.from(checkpoint, 'utf8');
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const changed = Buffer.from(bytes);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        expect(() => openCheckpoint(changed.toString('utf8'), keys, verifyEd25519)).toThrow();
      }),
      { numRuns: 300 },
    );
  });

  it('are not opened by the key of another log, nor without a known key', () => {
    const stranger = pair('example.com/other');
    const signed = formatNote({ text, signatures: [signedBy(stranger, text)] });
    const both = { logs: [stranger.key], witnesses: [] };
    expect(() => openCheckpoint(signed, both, verifyEd25519)).toThrow('no known key');
    expect(() => openCheckpoint(checkpoint, { logs: [], witnesses: [] }, verifyEd25519)).toThrow(
      'no known key',
    );
  });

  it('pass over unknown signatures, and refuse a wrong one of a known key', () => {
    const more = withSignatures(checkpoint, [cosignedBy(other, text, 5), cosignedBy(one, text, 7)]);
    expect(openCheckpoint(more, keys, verifyEd25519).cosignatures).toEqual([
      { name: one.key.name, keyId: one.key.keyId, timestampSeconds: 7 },
    ]);
    const wrong = withSignatures(checkpoint, [cosignedBy(one, `${text}more\n`, 7)]);
    expect(() => openCheckpoint(wrong, keys, verifyEd25519)).toThrow('does not hold');
  });

  it.each([
    ['a size with a leading zero', `${'example.com/log'}\n01\n${text.split('\n')[2]}\n`],
    ['a negative size', `example.com/log\n-1\n${text.split('\n')[2]}\n`],
    ['a short hash', 'example.com/log\n1\nAAAA\n'],
    ['two lines', 'example.com/log\n1\n'],
    ['an empty origin', `\n1\n${text.split('\n')[2]}\n`],
  ])('refuse %s', (_what, wrong) => {
    const signed = formatNote({ text: wrong, signatures: [signedBy(log, wrong)] });
    expect(() => openCheckpoint(signed, keys, verifyEd25519)).toThrow();
  });

  it('take from a witness its own cosignatures alone', () => {
    const answer = [other, one].map((witness) => formatSignature(cosignedBy(witness, text, 9))).join('');
    const taken = openCosignatures(text, answer, one.key, verifyEd25519);
    expect(taken.map(({ line, timestampSeconds }) => [line.name, timestampSeconds])).toEqual([
      [one.key.name, 9],
    ]);
    const wrong = formatSignature({ ...cosignedBy(one, text, 9), signature: Buffer.alloc(72, 1) });
    expect(() => openCosignatures(text, wrong, one.key, verifyEd25519)).toThrow('does not hold');
  });
});

describe('proofs', () => {
  const proof = { index: 0, path: [], checkpoint, extra: utf8('only entry') };

  it('are written and read as tlog-proof says', () => {
    const written = formatTlogProof(proof);
    expect(written.split('\n').slice(0, 3)).toEqual([
      'c2sp.org/tlog-proof@v1',
      `extra ${Buffer.from('only entry').toString('base64')}`,
      'index 0',
    ]);
    expect(formatTlogProof(parseTlogProof(written))).toBe(written);
    expect(verifyTlogProof(parseTlogProof(written), root, keys, verifyEd25519).size).toBe(1);
    expect(() => verifyTlogProof(proof, leafHash(utf8('another')), keys, verifyEd25519)).toThrow('root');
  });

  it.each([
    ['another version', formatTlogProof(proof).replace('v1', 'v2')],
    ['no index', formatTlogProof(proof).replace('index 0', 'at 0')],
    ['a leading zero', formatTlogProof(proof).replace('index 0', 'index 00')],
    ['no checkpoint', 'c2sp.org/tlog-proof@v1\nindex 0\n'],
    ['a short hash', formatTlogProof(proof).replace('index 0', 'index 0\nAAAA')],
  ])('refuse %s', (_what, wrong) => {
    expect(() => parseTlogProof(wrong)).toThrow();
  });

  it('of consistency are requests to a witness', () => {
    const request = { oldSize: 1, proof: [root], checkpoint };
    expect(parseAddCheckpoint(formatAddCheckpoint(request))).toEqual({
      ...request,
      proof: [Uint8Array.from(root)],
    });
    const many = formatAddCheckpoint({
      oldSize: 1,
      proof: Array.from({ length: 64 }, () => root),
      checkpoint,
    });
    expect(() => parseAddCheckpoint(many)).toThrow('more hashes');
  });
});

describe('policies', () => {
  const [w1, w2, w3] = [one, two, other].map(({ key }) => formatVerifierKey(key));
  const page = `# whom we believe
log ${formatVerifierKey(log.key)} https://example.com/log
witness one ${w1} https://one.example
witness two ${w2}
witness other ${w3}
group two-of 2 one two
group all-of any two-of other
quorum all-of
`;
  const witnessed = (...by: Pair[]): boolean => {
    const policy = parsePolicy(page);
    const signed = withSignatures(
      checkpoint,
      by.map((witness) => cosignedBy(witness, text, 3)),
    );
    return isEnough(policy, cosignersOf(openCheckpoint(signed, keysOf(policy), verifyEd25519)));
  };

  it('count groups as tlog-policy says', () => {
    expect([witnessed(), witnessed(one), witnessed(one, two), witnessed(other)]).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(isEnough(parsePolicy('quorum none\n'), new Set())).toBe(true);
  });

  it.each([
    ['no quorum', 'witness one KEY\n'],
    ['a name not defined', 'quorum one\n'],
    ['a second quorum', 'quorum none\nquorum none\n'],
    ['a key of the wrong type', `log ${w1}\nquorum none\n`],
    ['the same key twice', `witness a ${w1}\nwitness b ${w1}\nquorum none\n`],
    ['a member twice', `witness a ${w1}\ngroup g any a\ngroup h any a\nquorum h\n`],
    ['more than there are', `witness a ${w1}\ngroup g 2 a\nquorum g\n`],
    ['another word', 'trust me\nquorum none\n'],
  ])('are refused with %s', (_what, wrong) => {
    expect(() => parsePolicy(wrong)).toThrow(/line \d+ of the policy/);
  });
});
