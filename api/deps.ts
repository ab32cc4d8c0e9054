import type { Logger } from 'pino';
import type { Actor } from '../domain/case/actor.ts';
import type { LawContext } from '../domain/law/context.ts';
import type { HeldMandate } from '../domain/party/mandate.ts';
import type { SignaturePolicy } from '../domain/pki/index.ts';
import type { LogName } from '../domain/record/log-name.ts';
import type { SizeLimits } from '../runtime/body-limits.ts';
import type { PkiConfig, StorageConfig } from '../runtime/config.ts';
import type { Engine } from '../runtime/engine/engine.ts';
import type { Verifier } from '../runtime/pki/index.ts';
import type { Signer } from '../runtime/signing.ts';
import type { BidReserve, SpaceBounds } from '../runtime/space.ts';
import type { NotedBlobs } from '../runtime/storage/index.ts';
import type { Vault } from '../runtime/vault.ts';
import type { Intake } from '../store/intake-watch.ts';
import type { Store } from '../store/store.ts';
import type { Authenticator } from './identity/authenticator.ts';
import type { ApiMetrics } from './middleware/metrics.ts';
import type { RecordLog } from './public/record-log.ts';
import type { RecordWatch } from './public/record-watch.ts';
import type { Uploads } from './uploads/tus.ts';

/** The faces of the platform; one process mounts those of its configuration. */
export type Face = 'trading' | 'public' | 'supervision' | 'admin';

/** The roles in which a person acts for a party. */
export const ROLES = ['tenderee', 'agency', 'bidder', 'supervisor', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/** A signed-in person who acts for no party yet. */
export interface PersonIdentity {
  readonly personId: string;
  readonly login: string;
  readonly role: Role | null;
  readonly partyId: string | null;
  readonly uscc: string | null;
  readonly partyName: string | null;
  /** How they proved who they are; by password when it is not said. */
  readonly way?: 'password' | 'certificate';
  /**
   * How they stood to the party when their sign-in was looked at: `none` where they are no member in that role. Left out
   * where nobody looked: then they act for nobody.
   */
  readonly standing?: 'proven' | 'unproven' | 'none';
  /** The mandates that hold now for the agency that they act for: it owns no tender but under one of them. */
  readonly mandates?: readonly HeldMandate[];
  /** The sign-in that they act by (store/sign-ins.ts), and the instant (epoch ms) at which it is over for good. */
  readonly signInId: string;
  readonly signInEndsAt: number;
}

/** A signed-in person who acts for one party in one role. */
export interface Identity extends PersonIdentity {
  readonly role: Role;
  readonly partyId: string;
  readonly uscc: string;
  readonly partyName: string;
}

/** The acting person as commands and the record take it. */
export function actorOf(identity: Identity): Actor {
  const { role, personId, partyId, uscc, partyName } = identity;
  return { role, personId, partyId, uscc, partyName };
}

/** Whether the person acts for a party now. */
export function isActing(identity: PersonIdentity): identity is Identity {
  return identity.role !== null && identity.partyId !== null;
}

/** What the API reads of the configuration; runtime/config.ts satisfies it. */
export interface ApiConfig {
  readonly dataDir: string;
  /** Where documents and bids lie. */
  readonly storage: StorageConfig;
  readonly space: SpaceBounds;
  readonly http: {
    readonly host: string;
    readonly port: number;
    /** The address under which the outside knows the platform, without a trailing slash. */
    readonly publicUrl: string;
    /** Addresses and networks of the proxies whose X-Forwarded-For is believed; of others anybody writes their own. */
    readonly trustedProxies: readonly string[];
  };
  readonly roles: readonly Face[];
  readonly platformName: string;
  readonly ocidPrefix: string;
  /** Address of the licence under which open data are published. */
  readonly dataLicense: string;
  /** Whether measured downtime before a deadline moves it (INT-07). */
  readonly downtimeRule: boolean;
  /** What every tender asks of signatures at the least (电子招标投标办法第四十条). */
  readonly signatureFloor: SignaturePolicy;
  /** How long before its due the owner of a duty is reminded; 0: never. */
  readonly remindBeforeHours: number;
  /** Whether supervisors may name private addresses as their endpoint. */
  readonly privateWebhooks: boolean;
  readonly bodies: { readonly atOnce: number };
  readonly limits: SizeLimits;
  /** Nothing that is made for development is accepted. */
  readonly production: boolean;
  readonly pki: PkiConfig;
  /** How long a token lasts. */
  readonly tokenSeconds: number;
  /** How long a sign-in lasts at the most, however often its tokens are renewed. */
  readonly signInMs: number;
  /** Requests a minute from one address; the defaults of api/middleware/rate-limits.ts when absent. */
  readonly rateLimits?:
    | { readonly requestsPerMinute?: number | undefined; readonly signInsPerMinute?: number | undefined }
    | undefined;
}

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
