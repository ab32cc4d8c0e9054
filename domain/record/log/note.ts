import { bytesToHex, concatBytes, equalBytes, fromBase64, toBase64, utf8 } from './bytes.ts';
import { sha256 } from './hash.ts';

/** Signed notes and their verifier keys, C2SP signed-note (https://c2sp.org/signed-note). */

/** Ed25519 (RFC 8032) as the runtime has it: whether the signature of a message holds. */
export type VerifyEd25519 = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

/** What a signature says of itself; `keyId` is eight hex digits. */
export interface NoteSignature {
  readonly name: string;
  readonly keyId: string;
  readonly signature: Uint8Array;
}

export interface Note {
  /** What is signed: lines, each with its end. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Signature types of the specification that we read: notes, and timestamped cosignatures (tlog-cosignature). */
export const ED25519 = 0x01;
export const COSIGNATURE_V1 = 0x04;
export type SignatureType = typeof ED25519 | typeof COSIGNATURE_V1;

export interface VerifierKey {
  readonly name: string;
  readonly keyId: string;
  readonly type: SignatureType;
  readonly publicKey: Uint8Array;
}

/** A note, key or signature that is not what it should be. */
export class NoteError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NoteError';
  }
}

const MAX_SIGNATURES = 100;
const MAX_NOTE_CHARACTERS = 1_000_000;
const PUBLIC_KEY_BYTES = 32;
const KEY_ID_BYTES = 4;
const SIGNATURE_LINE = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u;
const NAME = /^[^\s+]+$/u;
const CONTROLS = /[\u0000-\u0009\u000b-\u001f]/;

/** Throws a NoteError for a name that a key cannot have. */
function assertKeyName(name: string): void {
  if (!NAME.test(name) || CONTROLS.test(name))
    throw new NoteError('a key name has neither spaces nor plus signs, and is not empty');
}

/** The first four bytes of SHA-256 over name, line feed, type and public key, in hex. */
export function keyIdOf(name: string, type: SignatureType, publicKey: Uint8Array): string {
  const seen = concatBytes(utf8(`${name}\n`), Uint8Array.of(type), publicKey);
  return bytesToHex(sha256(seen).subarray(0, KEY_ID_BYTES));
}

export function verifierKey(name: string, type: SignatureType, publicKey: Uint8Array): VerifierKey {
  assertKeyName(name);
  if (publicKey.length !== PUBLIC_KEY_BYTES) throw new NoteError('an Ed25519 public key has 32 bytes');
  return { name, type, publicKey, keyId: keyIdOf(name, type, publicKey) };
}

/** A key as text: `<name>+<key id>+<base64 of type and public key>`. */
export const formatVerifierKey = ({ name, keyId, type, publicKey }: VerifierKey): string =>
  `${name}+${keyId}+${toBase64(concatBytes(Uint8Array.of(type), publicKey))}`;

/** Reads a key from its text. Throws a NoteError, also when name and id do not belong together. */
export function parseVerifierKey(text: string): VerifierKey {
  const [name = '', keyId = '', ...rest] = text.split('+');
  const [type, ...publicKey] = base64Of(rest.join('+'));
  if (type !== ED25519 && type !== COSIGNATURE_V1)
    throw new NoteError(`a verifier key of type ${type}, which we do not read`);
  const key = verifierKey(name, type, Uint8Array.from(publicKey));
  if (key.keyId !== keyId) throw new NoteError('the key id is not that of the name and the key');
  return key;
}

function base64Of(text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch {
    throw new NoteError('not base64');
  }
}

/** Reads a note without checking its signatures. Throws a NoteError for what is none. */
export function parseNote(note: string): Note {
  const end = note.lastIndexOf('\n\n');
  if (note.length > MAX_NOTE_CHARACTERS || CONTROLS.test(note) || !note.isWellFormed() || end < 0)
    throw new NoteError('not a signed note');
  const lines = note.slice(end + 2).split('\n');
  if (lines.pop() !== '' || lines.length === 0 || lines.length > MAX_SIGNATURES)
    throw new NoteError('a note ends with its signature lines');
  return { text: note.slice(0, end + 1), signatures: lines.map(parseSignature) };
}

function parseSignature(line: string): NoteSignature {
  const [, name, base64] = SIGNATURE_LINE.exec(line) ?? [];
  if (name === undefined || base64 === undefined) throw new NoteError('a signature line is malformed');
  const bytes = base64Of(base64);
  if (bytes.length <= KEY_ID_BYTES) throw new NoteError('a signature is too short');
  return {
    name,
    keyId: bytesToHex(bytes.subarray(0, KEY_ID_BYTES)),
    signature: bytes.subarray(KEY_ID_BYTES),
  };
}

/** One signature as the line of a note, with its end. */
export function formatSignature({ name, keyId, signature }: NoteSignature): string {
  const id = Uint8Array.from(keyId.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return `— ${name} ${toBase64(concatBytes(id, signature))}\n`;
}

/** A note as text. Throws a NoteError for a text that does not end its last line. */
export function formatNote({ text, signatures }: Note): string {
  if (!text.endsWith('\n')) throw new NoteError('the text of a note ends with a line feed');
  return `${text}\n${signatures.map(formatSignature).join('')}`;
}

export const belongsTo = (signature: NoteSignature, key: VerifierKey): boolean =>
  signature.name === key.name && signature.keyId === key.keyId;

/** The signatures of a note that are a key's, each once. */
export function signaturesOf(note: Note, key: VerifierKey): NoteSignature[] {
  const found: NoteSignature[] = [];
  for (const one of note.signatures) {
    if (belongsTo(one, key) && !found.some((other) => equalBytes(other.signature, one.signature)))
      found.push(one);
  }
  return found;
}
