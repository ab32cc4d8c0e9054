import { sign } from 'node:crypto';
import path from 'node:path';
import {
  COSIGNATURE_V1,
  cosignatureBytes,
  cosignedMessage,
  EMPTY_ROOT,
  formatSignature,
  formatVerifierKey,
  hexOf,
  NoteError,
  openCheckpoint,
  parseAddCheckpoint,
  parseCheckpoint,
  parseNote,
  sha256,
  signaturesOf,
  utf8,
  verifyConsistency,
  type AddCheckpoint,
  type Checkpoint,
  type VerifierKey,
} from '../../domain/record/log/index.ts';
import { verifyEd25519 } from '../ed25519.ts';
import { createOnce, readIfThere, writeWhole } from '../files.ts';
import { ed25519Key, newKey } from '../log-signing.ts';

export interface WitnessOptions {
  /** Where its key and what it has seen are kept. */
  readonly dir: string;
  /** Its name, a URL without scheme. A key that is there keeps the name it was made with. */
  readonly name: string;
  /** The keys of the logs it watches; a log is named by its origin. */
  readonly logs: readonly VerifierKey[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** An HTTP answer. */
export interface WitnessAnswer {
  readonly status: number;
  readonly mediaType: string;
  readonly body: string;
}

const text = (status: number, body: string): WitnessAnswer => ({
  status,
  mediaType: 'text/plain; charset=utf-8',
  body,
});

/**
 * A witness (C2SP tlog-witness): it cosigns a checkpoint of a log it knows when that continues the last
 * one it cosigned, and keeps the new one, synced to disk, before it answers. Requests for one log follow
 * one another.
 */
export class Witness {
  readonly vkey: string;
  private readonly options: WitnessOptions;
  private readonly signing: ReturnType<typeof ed25519Key>;
  private last: Promise<unknown> = Promise.resolve();

  private constructor(options: WitnessOptions, signing: ReturnType<typeof ed25519Key>) {
    this.options = options;
    this.signing = signing;
    this.vkey = formatVerifierKey(signing.key);
  }

  static async open(options: WitnessOptions): Promise<Witness> {
    const file = path.join(options.dir, 'key.json');
    const make = (): string => JSON.stringify({ name: options.name, ...newKey() });
    const { name, jwk } = JSON.parse(await createOnce(file, make)) as {
      name: string;
      jwk: Record<string, unknown>;
    };
    return new Witness(options, ed25519Key(jwk, name, COSIGNATURE_V1));
  }

  /** `POST add-checkpoint`. */
  addCheckpoint(body: string): Promise<WitnessAnswer> {
    const answered = this.last.then(() => this.decide(body));
    this.last = answered.catch(() => undefined);
    return answered;
  }

  /** `GET <origin hash>/checkpoint`: the last checkpoint it cosigned, with both signatures. */
  async checkpoint(originHash: string): Promise<WitnessAnswer> {
    const kept = /^[0-9a-f]{64}$/.test(originHash) ? await readIfThere(this.fileOf(originHash)) : null;
    return kept === null ? text(404, 'never cosigned\n') : text(200, kept);
  }

  private async decide(body: string): Promise<WitnessAnswer> {
    let request: AddCheckpoint;
    let asked: Checkpoint;
    try {
      request = parseAddCheckpoint(body);
      asked = parseCheckpoint(parseNote(request.checkpoint).text);
    } catch (error) {
      if (error instanceof NoteError) return text(400, `${error.message}\n`);
      throw error;
    }
    const keys = this.options.logs.filter((key) => key.name === asked.origin);
    if (keys.length === 0) return text(404, 'the log is not known here\n');
    try {
      openCheckpoint(request.checkpoint, { logs: keys, witnesses: [] }, verifyEd25519);
    } catch (error) {
      if (error instanceof NoteError) return text(403, `${error.message}\n`);
      throw error;
    }
    if (request.oldSize > asked.size) return text(400, 'the old size is larger than the checkpoint\n');
    const before = await this.latest(asked.origin);
    if (before.size !== request.oldSize)
      return { status: 409, mediaType: 'text/x.tlog.size', body: `${before.size}\n` };
    const { proof } = request;
    const empty = asked.size > 0 || hexOf(asked.root) === hexOf(EMPTY_ROOT);
    if (!empty || !verifyConsistency(before.size, asked.size, proof, before.root, asked.root)) {
      await this.keepEvidence(request.checkpoint, asked.origin);
      return text(422, 'the checkpoint does not continue the one cosigned before\n');
    }
    return text(200, await this.cosign(request.checkpoint, keys, asked.origin));
  }

  /** Keeps the checkpoint with the log's signatures and ours; gives our signature's line. */
  private async cosign(signed: string, logKeys: readonly VerifierKey[], origin: string): Promise<string> {
    const note = parseNote(signed);
    const { key, privateKey } = this.signing;
    const seconds = Math.floor(this.options.now() / 1000);
    const line = formatSignature({
      name: key.name,
      keyId: key.keyId,
      signature: cosignatureBytes(seconds, sign(null, cosignedMessage(note.text, seconds), privateKey)),
    });
    const logLines = logKeys.flatMap((logKey) => signaturesOf(note, logKey)).map(formatSignature);
    const kept = `${note.text}\n${logLines.join('')}${line}`;
    await writeWhole(this.fileOf(hexOf(sha256(utf8(origin)))), kept, 0o644);
    return line;
  }

  private async latest(origin: string): Promise<Checkpoint> {
    const kept = await readIfThere(this.fileOf(hexOf(sha256(utf8(origin)))));
    return kept === null
      ? { origin, size: 0, root: EMPTY_ROOT, extensions: [] }
      : parseCheckpoint(parseNote(kept).text);
  }

  /** What a log signed and cannot have signed honestly: kept for whoever asks what happened. */
  private async keepEvidence(signed: string, origin: string): Promise<void> {
    const name = `${hexOf(sha256(utf8(origin))).slice(0, 16)}-${hexOf(sha256(utf8(signed))).slice(0, 16)}`;
    await writeWhole(path.join(this.options.dir, 'evidence', name), signed, 0o644);
  }

  private fileOf(originHash: string): string {
    return path.join(this.options.dir, 'logs', originHash);
  }
}
