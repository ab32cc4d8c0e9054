import path from 'node:path';
import { z } from 'zod';
import { SIGNATURE_POLICIES, type RevocationPolicy, type SignaturePolicy } from '../domain/pki/index.ts';
import { addressList } from './addresses.ts';
import {
  bodyLimitsOf,
  bodyLimitsSchema,
  count,
  MEBIBYTE,
  type BodyPace,
  type SizeLimits,
} from './body-limits.ts';
import type { SpaceBounds } from './space.ts';

/** The faces of the platform that an API process may show. */
export const FACES = ['trading', 'public', 'supervision', 'admin'] as const;
export type Face = (typeof FACES)[number];

/** The largest object that an S3 store copies in one request, as ours are when they are whole. */
const S3_COPY_MAX_BYTES = 5 * 1024 * MEBIBYTE;
const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((value) => value === 'true');
const flagOn = z
  .enum(['true', 'false'])
  .default('true')
  .transform((value) => value === 'true');

/** Every environment variable the platform reads; docs/operations.md lists them and a test compares. */
export const environmentSchema = z.object({
  OPENSEAL_DATA: z.string().min(1).default('data'),
  DATABASE_URL: z.url().optional(),
  OPENSEAL_POSTGRES_PORT: count(5544),
  TEMPORAL_ADDRESS: z.string().min(1).optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default('openseal'),
  TEMPORAL_API_KEY: z.string().min(1).optional(),
  TEMPORAL_TLS: flag,
  TEMPORAL_TASK_QUEUE: z.string().min(1).default('openseal'),
  OPENSEAL_WORKER_VERSIONING: flagOn,
  OPENSEAL_WORKFLOW_BUNDLE: z.string().min(1).optional(),
  OPENSEAL_PROMOTE: flagOn,
  OPENSEAL_TEMPORAL_SERVER: z.string().min(1).optional(),
  // The engine keeps its ports as 16-bit numbers with a sign, and takes eight in a row.
  OPENSEAL_TEMPORAL_PORT: z.coerce.number().int().min(1).max(32_760).default(7244),
  OPENSEAL_CACHE: z.string().min(1).optional(),
  OPENSEAL_HOST: z.string().min(1).default('127.0.0.1'),
  OPENSEAL_PORT: count(8080),
  OPENSEAL_PUBLIC_URL: z.url().optional(),
  OPENSEAL_PLATFORM_NAME: z.string().min(1).default('开封电子招标投标交易平台'),
  OPENSEAL_OCID_PREFIX: z.string().min(1).default('ocds-openseal'),
  OPENSEAL_DATA_LICENSE: z.url().default('https://creativecommons.org/licenses/by/4.0/'),
  OPENSEAL_DOWNTIME_RULE: z.enum(['on', 'off']).default('off'),
  OPENSEAL_SIGNATURES: z.enum(SIGNATURE_POLICIES).default('recorded'),
  OPENSEAL_PROBE_URL: z.url().optional(),
  OPENSEAL_METRICS_HOST: z.string().min(1).default('127.0.0.1'),
  OPENSEAL_METRICS_PORT: count(9464),
  OPENSEAL_BATCH_SECONDS: z.coerce.number().int().min(1).max(60).default(30),
  OPENSEAL_TRUSTED_PROXIES: z.string().default(''),
  OPENSEAL_ROLES: z.string().default('all'),
  OPENSEAL_STORAGE: z.enum(['folder', 's3']).default('folder'),
  OPENSEAL_STORAGE_PATH: z.string().min(1).optional(),
  OPENSEAL_S3_ENDPOINT: z.url().optional(),
  OPENSEAL_S3_REGION: z.string().min(1).default('us-east-1'),
  OPENSEAL_S3_BUCKET: z.string().min(1).default('openseal'),
  OPENSEAL_S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  OPENSEAL_S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  OPENSEAL_S3_FORCE_PATH_STYLE: flag,
  OPENSEAL_KEYS: z.string().min(1).optional(),
  ...bodyLimitsSchema,
  OPENSEAL_TOKEN_SECONDS: count(900),
  OPENSEAL_SIGN_IN_HOURS: z.coerce.number().positive().max(168).default(12),
  OPENSEAL_REQUESTS_PER_MINUTE: count(6000),
  OPENSEAL_SIGN_INS_PER_MINUTE: count(60),
  OPENSEAL_RECEIVER_PORT: count(8090),
  OPENSEAL_KEEPER_SECONDS: count(60),
  OPENSEAL_SPACE_LOW_BYTES: count(2048 * MEBIBYTE),
  OPENSEAL_BID_RESERVE_BYTES: z.coerce
    .number()
    .int()
    .min(0)
    .default(1024 * MEBIBYTE),
  OPENSEAL_REMIND_BEFORE_HOURS: z.coerce.number().min(0).max(720).default(24),
  OPENSEAL_LOG_ORIGIN: z
    .string()
    .regex(/^[^\s+]+$/)
    .optional(),
  OPENSEAL_WITNESSES: z.string().min(1).optional(),
  OPENSEAL_PRIVATE_WEBHOOKS: flag,
  OPENSEAL_PRODUCTION: flag,
  OPENSEAL_CHECKPOINT_STAMP_MINUTES: z.coerce.number().int().min(1).max(60).default(10),
  OPENSEAL_TSA_URL: z.string().default(''),
  OPENSEAL_TSA_ROOTS: z.string().min(1).optional(),
  OPENSEAL_TSA_TIMEOUT_SECONDS: count(10),
  OPENSEAL_TSA_PORT: count(8091),
  OPENSEAL_PASSWORDS: flagOn,
  OPENSEAL_CHALLENGE_SECONDS: count(120),
  OPENSEAL_REVOCATION_UNREACHABLE: z.enum(['refuse', 'accept-recent']).default('refuse'),
  OPENSEAL_REVOCATION_MAX_AGE_SECONDS: count(86_400),
  OPENSEAL_REVOCATION_FRESH_SECONDS: count(300),
  OPENSEAL_REVOCATION_TIMEOUT_SECONDS: count(5),
  OPENSEAL_DEVELOPMENT_CA_PORT: count(8092),
  OPENSEAL_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
});
type Environment = z.output<typeof environmentSchema>;

export type StorageConfig =
  | { readonly kind: 'folder'; readonly path: string }
  | {
      readonly kind: 's3';
      readonly endpoint: string | undefined;
      readonly region: string;
      readonly bucket: string;
      readonly accessKeyId: string | undefined;
      readonly secretAccessKey: string | undefined;
      readonly forcePathStyle: boolean;
    };

/** Where time-stamps (RFC 3161) come from. */
export interface TimestampConfig {
  /** The authorities in the order in which they are asked; empty: `npm start` runs one for development. */
  readonly urls: readonly string[];
  /** PEM file of the roots that are trusted for time-stamps. */
  readonly rootsFile: string | null;
  readonly timeoutMs: number;
  /** Loopback port of the authority for development. */
  readonly developmentPort: number;
  /** How often a checkpoint of the record is stamped at most. */
  readonly checkpointEveryMs: number;
}

export interface Config {
  readonly dataDir: string;
  readonly space: SpaceBounds;
  /** Binaries that are built once for all checkouts. */
  readonly cacheDir: string;
  /** null: embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  readonly postgresPort: number;
  readonly temporal: {
    /** null: an embedded server. */
    readonly address: string | null;
    readonly namespace: string;
    readonly taskQueue: string;
    /** Whether workers are told apart by the code they run; older clusters cannot. */
    readonly versioned: boolean;
    /** A file of workflow code bundled before; undefined: the worker bundles the sources. */
    readonly bundle: string | undefined;
    /** Whether a worker that starts makes its version the current one. */
    readonly promotes: boolean;
    readonly tls: boolean;
    readonly apiKey: string | undefined;
    readonly serverBinary: string | undefined;
    readonly port: number;
  };
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly publicUrl: string;
    /** Addresses and networks of the proxies whose X-Forwarded-For is believed. */
    readonly trustedProxies: readonly string[];
  };
  /** Where metrics are served: apart from everything public. */
  readonly metrics: { readonly host: string; readonly port: number };
  /** How often sealed acts are committed to in the record while a tender is before its opening. */
  readonly sealEveryMs: number;
  readonly platformName: string;
  readonly ocidPrefix: string;
  /** Address of the licence under which open data are published. */
  readonly dataLicense: string;
  /** Whether measured downtime before a deadline moves it (INT-07). */
  readonly downtimeRule: boolean;
  /** What every tender asks of signatures at the least (电子招标投标办法第四十条). */
  readonly signatureFloor: SignaturePolicy;
  /** The address at which the probe looks whether the public reaches the platform. */
  readonly probeUrl: string;
  readonly roles: readonly Face[];
  readonly storage: StorageConfig;
  readonly keysDir: string;
  readonly limits: SizeLimits;
  readonly bodies: BodyPace;
  readonly rateLimits: { readonly requestsPerMinute: number; readonly signInsPerMinute: number };
  readonly tokenSeconds: number;
  /** How long a sign-in lasts at the most, however often its tokens are renewed. */
  readonly signInMs: number;
  readonly receiverPort: number;
  /** How long before its due the owner of a duty is reminded; 0: never. */
  readonly remindBeforeHours: number;
  /** How often the workers look for processes that the engine lost. */
  readonly keeperEveryMs: number;
  readonly log: {
    /** Identity of the record's log when its key is made; the key keeps it. */
    readonly origin: string;
    /** File with the witnesses and their quorum (C2SP tlog-policy); null: none. */
    readonly witnessesFile: string | null;
  };
  /** Whether supervisors may name private addresses as their endpoint. */
  readonly privateWebhooks: boolean;
  /** Real tenders are run: nothing that is made for development is taken. */
  readonly production: boolean;
  readonly timestamps: TimestampConfig;
  readonly pki: PkiConfig;
  readonly logLevel: string;
}

export interface PkiConfig {
  /** Whether a password signs in beside certificates. If not, it serves only until the first certificate is registered. */
  readonly passwords: boolean;
  /** How long a challenge may be answered. */
  readonly challengeSeconds: number;
  /** What is done when an authority answers neither by OCSP nor by CRL, and how old its last good answer may be then. */
  readonly revocation: RevocationPolicy;
  /** For how long an answer is used without asking again. */
  readonly revocationFreshMs: number;
  readonly revocationTimeoutMs: number;
  /** Port of the development authorities. */
  readonly developmentPort: number;
}

/** The configuration is wrong; the message lists every variable at fault. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ConfigError';
  }
}

/** Reads the configuration from environment variables. Throws a ConfigError that names each wrong one. */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(`the configuration is wrong: ${faults.join('; ')}`);
  }
  const read = parsed.data;
  const dataDir = path.resolve(read.OPENSEAL_DATA);
  const publicUrl = (
    read.OPENSEAL_PUBLIC_URL ?? `http://${read.OPENSEAL_HOST}:${read.OPENSEAL_PORT}`
  ).replace(/\/$/, '');
  return {
    dataDir,
    cacheDir:
      read.OPENSEAL_CACHE ??
      path.join(env['XDG_CACHE_HOME'] ?? path.join(env['HOME'] ?? '.', '.cache'), 'openseal'),
    databaseUrl: read.DATABASE_URL ?? null,
    postgresPort: read.OPENSEAL_POSTGRES_PORT,
    temporal: {
      address: read.TEMPORAL_ADDRESS ?? null,
      namespace: read.TEMPORAL_NAMESPACE,
      taskQueue: read.TEMPORAL_TASK_QUEUE,
      versioned: read.OPENSEAL_WORKER_VERSIONING,
      promotes: read.OPENSEAL_PROMOTE,
      bundle: read.OPENSEAL_WORKFLOW_BUNDLE,
      tls: read.TEMPORAL_TLS,
      apiKey: read.TEMPORAL_API_KEY,
      serverBinary: read.OPENSEAL_TEMPORAL_SERVER,
      port: read.OPENSEAL_TEMPORAL_PORT,
    },
    http: {
      host: read.OPENSEAL_HOST,
      port: read.OPENSEAL_PORT,
      publicUrl,
      trustedProxies: proxiesOf(read.OPENSEAL_TRUSTED_PROXIES),
    },
    ...secrecyOf(read),
    platformName: read.OPENSEAL_PLATFORM_NAME,
    ocidPrefix: read.OPENSEAL_OCID_PREFIX,
    dataLicense: read.OPENSEAL_DATA_LICENSE,
    downtimeRule: read.OPENSEAL_DOWNTIME_RULE === 'on',
    signatureFloor: read.OPENSEAL_SIGNATURES,
    probeUrl: read.OPENSEAL_PROBE_URL ?? `${publicUrl}/readyz`,
    roles: facesOf(read.OPENSEAL_ROLES),
    storage: storageOf(read, dataDir),
    keysDir: path.resolve(read.OPENSEAL_KEYS ?? path.join(dataDir, 'keys')),
    ...bodyLimitsOf(read),
    rateLimits: {
      requestsPerMinute: read.OPENSEAL_REQUESTS_PER_MINUTE,
      signInsPerMinute: read.OPENSEAL_SIGN_INS_PER_MINUTE,
    },
    tokenSeconds: read.OPENSEAL_TOKEN_SECONDS,
    signInMs: Math.round(read.OPENSEAL_SIGN_IN_HOURS * 3_600_000),
    receiverPort: read.OPENSEAL_RECEIVER_PORT,
    remindBeforeHours: read.OPENSEAL_REMIND_BEFORE_HOURS,
    keeperEveryMs: read.OPENSEAL_KEEPER_SECONDS * 1_000,
    space: { lowBelowBytes: read.OPENSEAL_SPACE_LOW_BYTES, reserveBytes: read.OPENSEAL_BID_RESERVE_BYTES },
    log: {
      origin: read.OPENSEAL_LOG_ORIGIN ?? `${publicUrl.replace(/^https?:\/\//, '')}/log`,
      witnessesFile: read.OPENSEAL_WITNESSES === undefined ? null : path.resolve(read.OPENSEAL_WITNESSES),
    },
    privateWebhooks: read.OPENSEAL_PRIVATE_WEBHOOKS,
    production: read.OPENSEAL_PRODUCTION,
    timestamps: timestampsOf(read),
    pki: pkiOf(read),
    logLevel: read.OPENSEAL_LOG_LEVEL,
  };
}

/** What keeps from the public that anything is done in secret. */
const secrecyOf = (read: Environment): Pick<Config, 'metrics' | 'sealEveryMs'> => ({
  metrics: { host: read.OPENSEAL_METRICS_HOST, port: read.OPENSEAL_METRICS_PORT },
  sealEveryMs: read.OPENSEAL_BATCH_SECONDS * 1_000,
});

function pkiOf(read: Environment): PkiConfig {
  return {
    passwords: read.OPENSEAL_PASSWORDS,
    challengeSeconds: read.OPENSEAL_CHALLENGE_SECONDS,
    revocation: {
      whenUnreachable: read.OPENSEAL_REVOCATION_UNREACHABLE,
      maxAgeMs: read.OPENSEAL_REVOCATION_MAX_AGE_SECONDS * 1_000,
    },
    revocationFreshMs: read.OPENSEAL_REVOCATION_FRESH_SECONDS * 1_000,
    revocationTimeoutMs: read.OPENSEAL_REVOCATION_TIMEOUT_SECONDS * 1_000,
    developmentPort: read.OPENSEAL_DEVELOPMENT_CA_PORT,
  };
}

function facesOf(text: string): readonly Face[] {
  if (text === 'all') return FACES;
  return text.split(',').map((word) => {
    const face = FACES.find((candidate) => candidate === word.trim());
    if (face === undefined)
      throw new ConfigError(`OPENSEAL_ROLES: ${word} is none of all, ${FACES.join(', ')}`);
    return face;
  });
}

function proxiesOf(text: string): readonly string[] {
  const proxies = text.split(/[\s,]+/).filter((entry) => entry !== '');
  try {
    addressList(proxies);
  } catch (error) {
    throw new ConfigError(`OPENSEAL_TRUSTED_PROXIES: ${(error as Error).message}`);
  }
  return proxies;
}

function timestampsOf(read: Environment): TimestampConfig {
  const urls = read.OPENSEAL_TSA_URL.split(/[\s,]+/).filter((url) => url !== '');
  for (const url of urls) {
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
      throw new ConfigError('OPENSEAL_TSA_URL: holds what is not an http or https address');
  }
  if (urls.length > 0 && read.OPENSEAL_TSA_ROOTS === undefined)
    throw new ConfigError('OPENSEAL_TSA_ROOTS: the roots of the authorities in OPENSEAL_TSA_URL are needed');
  if (urls.length === 0 && read.OPENSEAL_PRODUCTION)
    throw new ConfigError('OPENSEAL_TSA_URL: OPENSEAL_PRODUCTION=true needs a time-stamping authority');
  return {
    urls,
    rootsFile: read.OPENSEAL_TSA_ROOTS === undefined ? null : path.resolve(read.OPENSEAL_TSA_ROOTS),
    timeoutMs: read.OPENSEAL_TSA_TIMEOUT_SECONDS * 1000,
    developmentPort: read.OPENSEAL_TSA_PORT,
    checkpointEveryMs: read.OPENSEAL_CHECKPOINT_STAMP_MINUTES * 60_000,
  };
}

function storageOf(read: Environment, dataDir: string): StorageConfig {
  if (read.OPENSEAL_STORAGE === 'folder') {
    return {
      kind: 'folder',
      path: path.resolve(read.OPENSEAL_STORAGE_PATH ?? path.join(dataDir, 'storage')),
    };
  }
  for (const name of ['OPENSEAL_DOCUMENT_MAX_BYTES', 'OPENSEAL_BID_MAX_BYTES'] as const) {
    if (read[name] > S3_COPY_MAX_BYTES)
      throw new ConfigError(`${name}: with OPENSEAL_STORAGE=s3 at most 5 GiB`);
  }
  return {
    kind: 's3',
    endpoint: read.OPENSEAL_S3_ENDPOINT,
    region: read.OPENSEAL_S3_REGION,
    bucket: read.OPENSEAL_S3_BUCKET,
    accessKeyId: read.OPENSEAL_S3_ACCESS_KEY_ID,
    secretAccessKey: read.OPENSEAL_S3_SECRET_ACCESS_KEY,
    forcePathStyle: read.OPENSEAL_S3_FORCE_PATH_STYLE,
  };
}
