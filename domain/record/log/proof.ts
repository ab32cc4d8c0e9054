import { fromBase64, toBase64 } from './bytes.ts';
import { hashOfLine, openCheckpoint, type OpenedCheckpoint, type TrustedKeys } from './checkpoint.ts';
import type { Hash } from './hash.ts';
import { NoteError, type VerifyEd25519 } from './note.ts';
import { verifyInclusion } from './tree.ts';

/** Proofs that carry all they need: C2SP tlog-proof; and requests to witnesses: C2SP tlog-witness. */

export interface TlogProof {
  readonly index: number;
  readonly path: readonly Hash[];
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string;
  /** Not authenticated by itself. Ours is the entry that the proof is of. */
  readonly extra: Uint8Array | null;
}

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
const NUMBER = /^(0|[1-9]\d{0,15})$/;
const MAX_PATH = 63;

/** A proof as text. */
export function formatTlogProof({ index, path, checkpoint, extra }: TlogProof): string {
  const lines = [
    FIRST_LINE,
    ...(extra === null ? [] : [`extra ${toBase64(extra)}`]),
    `index ${index}`,
    ...path.map(toBase64),
  ];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

/** Reads a proof, checking nothing but its form. Throws a NoteError. */
export function parseTlogProof(text: string): TlogProof {
  const { head, checkpoint } = divided(text);
  const lines = [...head];
  if (lines.shift() !== FIRST_LINE) throw new NoteError('not a tlog-proof of version 1');
  const extra = lines[0]?.startsWith('extra ') === true ? base64(lines.shift()!.slice(6)) : null;
  const index = lines.shift() ?? '';
  if (!index.startsWith('index ')) throw new NoteError('a tlog-proof names an index');
  return { index: number(index.slice(6)), path: hashes(lines), checkpoint, extra };
}

/**
 * Verifies a proof for a leaf hash: signatures of the checkpoint, then inclusion. Gives the checkpoint;
 * how many cosignatures are enough is the caller's policy. Throws a NoteError.
 */
export function verifyTlogProof(
  proof: TlogProof,
  leaf: Hash,
  keys: TrustedKeys,
  verify: VerifyEd25519,
): OpenedCheckpoint {
  const checkpoint = openCheckpoint(proof.checkpoint, keys, verify);
  if (!verifyInclusion(leaf, proof.index, checkpoint.size, proof.path, checkpoint.root))
    throw new NoteError('the inclusion proof does not lead to the root of the checkpoint');
  return checkpoint;
}

/** What a witness is asked (tlog-witness, add-checkpoint), and how consistency is proved to anybody. */
export interface AddCheckpoint {
  readonly oldSize: number;
  readonly proof: readonly Hash[];
  readonly checkpoint: string;
}

export const formatAddCheckpoint = ({ oldSize, proof, checkpoint }: AddCheckpoint): string =>
  `${[`old ${oldSize}`, ...proof.map(toBase64)].join('\n')}\n\n${checkpoint}`;

/** Reads such a request. Throws a NoteError. */
export function parseAddCheckpoint(text: string): AddCheckpoint {
  const { head, checkpoint } = divided(text);
  const [old = '', ...proof] = head;
  if (!old.startsWith('old ')) throw new NoteError('the request names no old size');
  return { oldSize: number(old.slice(4)), proof: hashes(proof), checkpoint };
}

function divided(text: string): { head: string[]; checkpoint: string } {
  const end = text.indexOf('\n\n');
  if (end < 0) throw new NoteError('no checkpoint follows');
  return { head: text.slice(0, end).split('\n'), checkpoint: text.slice(end + 2) };
}

function number(text: string): number {
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw new NoteError('not a decimal number');
  return value;
}

function hashes(lines: readonly string[]): Hash[] {
  if (lines.length > MAX_PATH) throw new NoteError('more hashes than a proof can have');
  return lines.map(hashOfLine);
}

function base64(text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch {
    throw new NoteError('the extra data is not base64');
  }
}
