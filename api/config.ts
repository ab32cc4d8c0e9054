import type { SignaturePolicy } from '../domain/pki/index.ts';
import type { SizeLimits } from '../runtime/body-limits.ts';
import type { PkiConfig, StorageConfig } from '../runtime/config.ts';
import type { SpaceBounds } from '../runtime/space.ts';

/** The faces of the platform; one process mounts those of its configuration. */
export type Face = 'trading' | 'public' | 'supervision' | 'admin';

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
