import { concatBytes, fromBase64, toBase64, utf8 } from './bytes.ts';
import { HASH_BYTES, type Hash } from './hash.ts';
import {
  COSIGNATURE_V1,
  ED25519,
  formatNote,
  NoteError,
  parseNote,
  signaturesOf,
  type Note,
  type NoteSignature,
  type VerifierKey,
  type VerifyEd25519,
} from './note.ts';

/** Checkpoints and their cosignatures: C2SP tlog-checkpoint and tlog-cosignature. */

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
  readonly extensions: readonly string[];
}

/** A witness's statement: at this instant (whole seconds since the epoch) this was the largest tree it knew. */
export interface Cosignature {
  readonly name: string;
  readonly keyId: string;
  readonly timestampSeconds: number;
}

export interface OpenedCheckpoint extends Checkpoint {
  readonly note: Note;
  /** The key ids of the log under which it is signed. */
  readonly signedBy: readonly string[];
  readonly cosignatures: readonly Cosignature[];
}

const SIZE = /^(0|[1-9]\d{0,15})$/;
const TIMESTAMP_BYTES = 8;
const SIGNATURE_BYTES = 64;

/** The text of a checkpoint's note. */
export function formatCheckpoint({ origin, size, root }: Omit<Checkpoint, 'extensions'>): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** Reads a checkpoint's text. Throws a NoteError. */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split('\n');
  const [origin = '', size = '', root = '', ...extensions] = lines.slice(0, -1);
  if (lines.at(-1) !== '' || lines.length < 4 || lines.slice(0, -1).includes(''))
    throw new NoteError('a checkpoint has at least three lines, none empty');
  if (!SIZE.test(size)) throw new NoteError('the tree size of a checkpoint is a decimal number');
  return { origin, size: Number(size), root: hashOfLine(root), extensions };
}

/** Reads one base64 line of a hash. Throws a NoteError. */
export function hashOfLine(line: string): Hash {
  let hash: Hash;
  try {
    hash = fromBase64(line);
  } catch {
    throw new NoteError('a hash is not base64');
  }
  if (hash.length !== HASH_BYTES) throw new NoteError('a hash has 32 bytes');
  return hash;
}

/** What an Ed25519 cosignature signs: tlog-cosignature, "Ed25519 signed message". */
export const cosignedMessage = (checkpointText: string, timestampSeconds: number): Uint8Array =>
  utf8(`cosignature/v1\ntime ${timestampSeconds}\n${checkpointText}`);

/** A cosignature's bytes in its note line: the timestamp, then the signature. */
export function cosignatureBytes(timestampSeconds: number, signature: Uint8Array): Uint8Array {
  const time = new Uint8Array(TIMESTAMP_BYTES);
  new DataView(time.buffer).setBigUint64(0, BigInt(timestampSeconds));
  return concatBytes(time, signature);
}

/** Whether one signature of a key holds over a checkpoint; a cosignature gives its timestamp, else null. */
function holds(
  text: string,
  { signature }: NoteSignature,
  key: VerifierKey,
  verify: VerifyEd25519,
): { timestampSeconds: number | null } | null {
  if (key.type === ED25519)
    return signature.length === SIGNATURE_BYTES && verify(key.publicKey, utf8(text), signature)
      ? { timestampSeconds: null }
      : null;
  if (signature.length !== TIMESTAMP_BYTES + SIGNATURE_BYTES) return null;
  const time = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
  if (time > BigInt(Number.MAX_SAFE_INTEGER)) return null;
  const timestampSeconds = Number(time);
  const signed = signature.subarray(TIMESTAMP_BYTES);
  return verify(key.publicKey, cosignedMessage(text, timestampSeconds), signed) ? { timestampSeconds } : null;
}

/** Keys that a checkpoint is opened with; those of the log are named as its origin. */
export interface TrustedKeys {
  readonly logs: readonly VerifierKey[];
  readonly witnesses: readonly VerifierKey[];
}

/**
 * Opens a signed checkpoint: a key of the log signed it, and no signature of a known key is wrong;
 * unknown signatures are passed over, as signed-note asks. Throws a NoteError.
 */
export function openCheckpoint(
  signed: string,
  { logs, witnesses }: TrustedKeys,
  verify: VerifyEd25519,
): OpenedCheckpoint {
  const note = parseNote(signed);
  const checkpoint = parseCheckpoint(note.text);
  const signedBy: string[] = [];
  const cosignatures: Cosignature[] = [];
  for (const key of [...logs.filter((one) => one.name === checkpoint.origin), ...witnesses]) {
    for (const signature of signaturesOf(note, key)) {
      const found = holds(note.text, signature, key, verify);
      if (found === null) throw new NoteError(`the signature of ${key.name} does not hold`);
      const { name, keyId } = key;
      if (found.timestampSeconds === null) signedBy.push(keyId);
      else cosignatures.push({ name, keyId, timestampSeconds: found.timestampSeconds });
    }
  }
  if (signedBy.length === 0) throw new NoteError(`no known key of ${checkpoint.origin} signed it`);
  return { ...checkpoint, note, signedBy, cosignatures };
}

/**
 * The cosignatures of a witness's keys in an answer that hold over a checkpoint. What is not a signature
 * of those keys is passed over; a wrong one throws a NoteError.
 */
export function openCosignatures(
  checkpointText: string,
  answer: string,
  witness: VerifierKey,
  verify: VerifyEd25519,
): { line: NoteSignature; timestampSeconds: number }[] {
  if (witness.type !== COSIGNATURE_V1) throw new NoteError('a witness signs with cosignature keys');
  const note = parseNote(`${checkpointText}\n${answer}`);
  return signaturesOf(note, witness).map((line) => {
    const found = holds(checkpointText, line, witness, verify);
    if (found?.timestampSeconds === null || found === null)
      throw new NoteError(`the cosignature of ${witness.name} does not hold`);
    return { line, timestampSeconds: found.timestampSeconds };
  });
}

/** A signed checkpoint with further signature lines at its end. */
export function withSignatures(signed: string, more: readonly NoteSignature[]): string {
  const { text, signatures } = parseNote(signed);
  return formatNote({ text, signatures: [...signatures, ...more] });
}
