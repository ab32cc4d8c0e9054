import {
  formatAddCheckpoint,
  hexOf,
  isEnough,
  keysOf,
  openCheckpoint,
  openCosignatures,
  parseNote,
  sha256,
  signaturesOf,
  utf8,
  type Hash,
  type NoteSignature,
  type Policy,
  type PolicyWitness,
  type VerifierKey,
} from '../../domain/record/log/index.ts';
import { verifyEd25519 } from '../ed25519.ts';

const ANSWER_WITHIN_MS = 10_000;
const MAX_ANSWER_BYTES = 100_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** How long a checkpoint waits for its quorum before it is published without. */
const GRACE_MS = 2_000;

/** A checkpoint as it was signed, with the cosignature lines it has already. */
export interface ToCosign {
  readonly size: number;
  readonly note: string;
  readonly cosignatures: readonly string[];
}

/** What the log gives to its witnesses, and takes from them. */
export interface LogForWitnesses {
  proof(oldSize: number, size: number): Promise<Hash[]>;
  keep(size: number, signature: NoteSignature, timestampSeconds: number): Promise<void>;
}

export interface WitnessClientOptions {
  /** Witnesses with their addresses, and the quorum (C2SP tlog-policy). */
  readonly policy: Policy;
  /** The log's own keys: a checkpoint that a witness holds against us must be signed by one of them. */
  readonly logKeys: readonly VerifierKey[];
  readonly logger: { info(facts: object, message: string): void; warn(facts: object, message: string): void };
  readonly graceMs?: number;
}

/** A witness holds a checkpoint of ours that the record does not contain: the record was rolled back or forked. */
export class RolledBackError extends Error {
  constructor(witness: string, size: number) {
    super(`${witness} holds a checkpoint of ${size} entries that we signed and do not have`);
    this.name = 'RolledBackError';
  }
}

/** How far one witness is. */
interface Lane {
  readonly witness: PolicyWitness & { readonly url: string };
  /** The size it cosigned last, as far as we know; zero asks it, because it answers 409 with the size. */
  known: number;
  cosigned: number;
  busy: boolean;
  waitMs: number;
  nextTryAt: number;
}

/**
 * Asks witnesses to cosign checkpoints (C2SP tlog-witness): each at its own pace, one request at a time,
 * always for the newest checkpoint. One that fails is tried again after 1 s, 2 s ... up to a minute.
 */
export class WitnessClient {
  private readonly options: WitnessClientOptions;
  private readonly lanes: Lane[];
  private cosigners = { size: -1, by: new Set<string>() };
  private rolledBack: RolledBackError | null = null;
  private changed = Promise.withResolvers<void>();

  constructor(options: WitnessClientOptions) {
    this.options = options;
    this.lanes = options.policy.witnesses.flatMap((witness) =>
      witness.url === null
        ? []
        : [
            {
              witness: { ...witness, url: witness.url.replace(/\/+$/, '') },
              known: 0,
              cosigned: -1,
              busy: false,
              waitMs: FIRST_WAIT_MS,
              nextTryAt: 0,
            },
          ],
    );
  }

  /**
   * Asks whoever has not cosigned the checkpoint. Resolves when the quorum is there, when nobody is to
   * be waited for, or after the grace; late answers are kept all the same. Throws a RolledBackError once
   * a witness has proved that.
   */
  async cosign(checkpoint: ToCosign, log: LogForWitnesses): Promise<void> {
    this.begin(checkpoint);
    for (const lane of this.lanes) this.ask(lane, checkpoint, log);
    const endsAt = performance.now() + (this.options.graceMs ?? GRACE_MS);
    const waiting = (): boolean =>
      this.rolledBack === null &&
      this.lanes.some((lane) => lane.busy) &&
      !isEnough(this.options.policy, this.cosigners.by);
    while (waiting() && performance.now() < endsAt) await this.nextChange(endsAt - performance.now());
    if (this.rolledBack !== null) throw this.rolledBack;
  }

  private async nextChange(withinMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, withinMs);
    });
    await Promise.race([this.changed.promise, late]);
    clearTimeout(timer);
  }

  private tell(): void {
    this.changed.resolve();
    this.changed = Promise.withResolvers<void>();
  }

  /** What was cosigned before this process led is found on the checkpoint itself. */
  private begin({ size, note, cosignatures }: ToCosign): void {
    if (this.cosigners.size === size) return;
    this.cosigners = { size, by: new Set() };
    const signed = parseNote(note + cosignatures.join(''));
    for (const lane of this.lanes) {
      if (signaturesOf(signed, lane.witness.key).length > 0) this.noteCosigned(lane, size);
    }
  }

  private noteCosigned(lane: Lane, size: number): void {
    lane.cosigned = size;
    lane.known = Math.max(lane.known, size);
    const { name, keyId } = lane.witness.key;
    if (this.cosigners.size === size) this.cosigners.by.add(`${name}+${keyId}`);
  }

  private ask(lane: Lane, checkpoint: ToCosign, log: LogForWitnesses): void {
    if (lane.busy || lane.cosigned >= checkpoint.size || performance.now() < lane.nextTryAt) return;
    lane.busy = true;
    void this.request(lane, checkpoint, log)
      .then(
        () => (lane.waitMs = FIRST_WAIT_MS),
        (error: unknown) => {
          if (error instanceof RolledBackError) this.rolledBack = error;
          lane.nextTryAt = performance.now() + lane.waitMs;
          lane.waitMs = Math.min(lane.waitMs * 2, LONGEST_WAIT_MS);
          const reason = error instanceof Error ? error.message : String(error);
          this.options.logger.warn({ witness: lane.witness.name, reason }, 'a witness did not cosign');
        },
      )
      .finally(() => {
        lane.busy = false;
        this.tell();
      });
  }

  /** One checkpoint to one witness; a conflict tells the size it has, and is answered once with the right proof. */
  private async request(lane: Lane, checkpoint: ToCosign, log: LogForWitnesses): Promise<void> {
    const { witness } = lane;
    for (let tries = 0; tries < 2; tries++) {
      const proof = await log.proof(lane.known, checkpoint.size);
      const body = formatAddCheckpoint({ oldSize: lane.known, proof, checkpoint: checkpoint.note });
      const answer = await post(`${witness.url}/add-checkpoint`, body);
      if (answer.status === 200) return this.take(lane, checkpoint, answer.text, log);
      if (answer.status !== 409) throw new Error(`it answered ${answer.status}`);
      const size = /^(0|[1-9]\d{0,15})\n?$/.exec(answer.text)?.[1];
      if (size === undefined) throw new Error('it answered 409 without its size');
      if (Number(size) > checkpoint.size) await this.doubt(witness, checkpoint.size);
      lane.known = Number(size);
    }
    throw new Error('it answered 409 twice');
  }

  private async take(
    lane: Lane,
    { size, note }: ToCosign,
    text: string,
    log: LogForWitnesses,
  ): Promise<void> {
    const taken = openCosignatures(parseNote(note).text, text, lane.witness.key, verifyEd25519);
    if (taken.length === 0) throw new Error('its answer holds no cosignature of its key');
    for (const { line, timestampSeconds } of taken) await log.keep(size, line, timestampSeconds);
    this.noteCosigned(lane, size);
  }

  /** A size beyond ours is only a number: it counts when the witness shows the checkpoint that we signed. */
  private async doubt(witness: Lane['witness'], ourSize: number): Promise<never> {
    const origin = this.options.logKeys[0]?.name ?? '';
    const response = await fetch(`${witness.url}/${hexOf(sha256(utf8(origin)))}/checkpoint`, {
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const shown = response.ok ? await limited(response) : null;
    if (shown === null) throw new Error('it claims a larger checkpoint than ours and does not show it');
    const keys = { logs: this.options.logKeys, witnesses: keysOf(this.options.policy).witnesses };
    const { size } = openCheckpoint(shown, keys, verifyEd25519);
    if (size > ourSize) throw new RolledBackError(witness.name, size);
    throw new Error('it claims a larger checkpoint than it shows');
  }
}

async function post(url: string, body: string): Promise<{ status: number; text: string }> {
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'error',
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    body,
  });
  return { status: response.status, text: await limited(response) };
}

/** The text of an answer that is not longer than an answer can be. */
async function limited(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Error('its answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
