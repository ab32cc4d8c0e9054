import type { Logger } from 'pino';
import type { LawContext } from '../domain/law/context.ts';
import type { LogName } from '../domain/record/log-name.ts';
import type { Engine } from '../runtime/engine/engine.ts';
import type { Verifier } from '../runtime/pki/index.ts';
import type { Signer } from '../runtime/signing.ts';
import type { BidReserve } from '../runtime/space.ts';
import type { NotedBlobs } from '../runtime/storage/index.ts';
import type { Vault } from '../runtime/vault.ts';
import type { Intake } from '../store/intake-watch.ts';
import type { Store } from '../store/store.ts';
import type { ApiConfig } from './config.ts';
import type { Authenticator } from './identity/authenticator.ts';
import type { ApiMetrics } from './middleware/metrics.ts';
import type { RecordLog } from './record/record-log.ts';
import type { RecordWatch } from './record/record-watch.ts';
import type { Uploads } from './uploads/tus.ts';

export * from './caller.ts';
export type * from './config.ts';

/** Everything the API works with. */
export interface Deps {
  readonly config: ApiConfig;
  readonly logger: Logger;
  readonly metrics: ApiMetrics;
  readonly store: Store;
  /** What arrives around deadlines. */
  readonly intake: Intake;
  readonly blobs: NotedBlobs;
  /** What all writing but that of bids must leave. */
  readonly reserve: BidReserve;
  readonly signer: Signer;
  /** Certificates and signatures, by the trust list as it stands. */
  readonly verifier: Verifier;
  readonly vault: Vault;
  readonly uploads: Uploads;
  /** The record, and what was rehearsed: how readers are told that each grows, and what proves it. */
  readonly logs: Readonly<Record<LogName, { readonly watch: RecordWatch; readonly provable: RecordLog }>>;
  readonly authenticator: Authenticator;
  /** The law as it stands for a tender's ruleset, with the calendar and the notices added to it. */
  readonly lawOf: (rulesetId: string) => Promise<LawContext>;
  /** Messages to processes. It may be down: commands are stored first and forwarded until they are done. */
  readonly engine: Engine;
  /** Tells a delivery lane that something was queued for it; returns at once (api/lane-waker.ts). */
  readonly wakeLane: (lane: string) => void;
  /** The roots that are trusted for time-stamps, as PEM; null when none are configured. */
  readonly timestampRoots: string | null;
  /**
   * Hands a stored command to its process and waits some seconds for it to be settled; resolves
   * either way, and the caller reads the command again to see (api/forwarding.ts).
   */
  readonly forward: (commandId: string) => Promise<void>;
  /** Tells its process of a command that an administrator refused; resolves either way. */
  readonly tellRefused: (commandId: string) => Promise<void>;
  /** The clock of tokens and limits, epoch ms. Statutory time never comes from here but from the store's fence. */
  readonly now: () => number;
}
