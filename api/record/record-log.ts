import type { LogName } from '../../domain/record/log-name.ts';
import {
  consistencyTiles,
  formatAddCheckpoint,
  formatPolicy,
  formatTlogProof,
  inclusionTiles,
  isEnough,
  parseNote,
  parseVerifierKey,
  utf8,
  type Policy,
} from '../../domain/record/log/index.ts';
import {
  logKeys,
  publishedCheckpoints,
  publishedNote,
  TileReader,
  type Em,
  type LogKey,
  type SignedCheckpoint,
} from '../../store/index.ts';

/** Checkpoints looked through, from the newest, for one with its quorum. */
const LOOKED_THROUGH = 20;

/** How long the newest checkpoints are remembered: shorter than the time between two. */
const REMEMBERED_MS = 200;

/** The provable side of a log: its tiles, checkpoints and proofs, as everybody may read them. */
export class RecordLog {
  readonly tiles: TileReader;
  private readonly em: () => Em;
  private readonly log: LogName;
  private readonly witnesses: Policy;
  private readonly url: string;
  private newest: { readAt: number; checkpoints: Promise<SignedCheckpoint[]> } | null = null;

  /** `witnesses` and their quorum, and the address that the log is served at. */
  constructor(em: () => Em, log: LogName, witnesses: Policy, url: string) {
    this.em = em;
    this.log = log;
    this.tiles = new TileReader(em, log);
    this.witnesses = witnesses;
    this.url = url;
  }

  /** The newest published checkpoint with its cosignatures; null before the first. */
  async checkpoint(): Promise<SignedCheckpoint | null> {
    return (await publishedCheckpoints(this.em(), this.log, { fromSize: 0, limit: 1 }))[0] ?? null;
  }

  /** Published checkpoints from a size on, the smallest first. */
  checkpoints(fromSize: number, limit: number): Promise<SignedCheckpoint[]> {
    return publishedCheckpoints(this.em(), this.log, { fromSize, limit, order: 'smallest' });
  }

  keys(): Promise<LogKey[]> {
    return logKeys(this.em(), this.log);
  }

  /** Whom to believe (C2SP tlog-policy): the log's keys in use, its witnesses and their quorum. */
  async policy(): Promise<string> {
    const logs = (await this.keys()).filter(({ untilSize }) => untilSize === null);
    return formatPolicy({
      ...this.witnesses,
      logs: logs.map(({ vkey }) => ({ key: parseVerifierKey(vkey), url: this.url })),
    });
  }

  /**
   * Proof of an entry (C2SP tlog-proof), the entry in its extra line: in the newest checkpoint that has
   * the quorum of witnesses, or else in the newest. `unknown` when there is no such entry, `pending` while
   * no published checkpoint covers it.
   */
  async proof(entryId: string): Promise<{ proof: string; canonical: string } | 'unknown' | 'pending'> {
    const entry = await this.tiles.entry(entryId);
    if (entry === null) return 'unknown';
    const { index, canonical } = entry;
    const covering = (await this.newestCheckpoints()).filter(({ size }) => size > index);
    const chosen = covering.find((one) => this.hasQuorum(one)) ?? covering[0];
    if (chosen === undefined) return 'pending';
    const { size } = chosen;
    const path = (await this.tiles.set(inclusionTiles(index, size))).inclusionProof(index, size);
    const proof = formatTlogProof({ index, path, checkpoint: publishedNote(chosen), extra: utf8(canonical) });
    return { proof, canonical };
  }

  /** Consistency of a smaller size with the newest checkpoint, as a witness is asked; null beyond it. */
  async consistency(oldSize: number): Promise<string | null> {
    const newest = await this.checkpoint();
    if (newest === null || oldSize > newest.size) return null;
    const { size } = newest;
    const proof = (await this.tiles.set(consistencyTiles(oldSize, size))).consistencyProof(oldSize, size);
    return formatAddCheckpoint({ oldSize, proof, checkpoint: publishedNote(newest) });
  }

  private newestCheckpoints(): Promise<SignedCheckpoint[]> {
    const now = performance.now();
    if (this.newest === null || now - this.newest.readAt > REMEMBERED_MS) {
      const limit = this.witnesses.witnesses.length === 0 ? 1 : LOOKED_THROUGH;
      const checkpoints = publishedCheckpoints(this.em(), this.log, { fromSize: 0, limit });
      this.newest = { readAt: now, checkpoints };
      checkpoints.catch(() => (this.newest = null));
    }
    return this.newest.checkpoints;
  }

  private hasQuorum(checkpoint: SignedCheckpoint): boolean {
    const { signatures } = parseNote(publishedNote(checkpoint));
    return isEnough(this.witnesses, new Set(signatures.map(({ name, keyId }) => `${name}+${keyId}`)));
  }
}
