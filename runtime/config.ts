import path from 'node:path';
import { z } from 'zod';
import type { RevocationPolicy } from '../domain/pki/index.ts';

/** The faces of the platform that an API process may show. */
export const FACES = ['trading', 'public', 'supervision', 'admin'] as const;
export type Face = (typeof FACES)[number];

const MEBIBYTE = 1024 * 1024;
const count = (fallback: number): z.ZodDefault<z.ZodCoercedNumber> =>
  z.coerce.number().int().positive().default(fallback);
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
  OPENSEAL_TEMPORAL_SERVER: z.string().min(1).optional(),
  OPENSEAL_TEMPORAL_PORT: count(7244),
  OPENSEAL_CACHE: z.string().min(1).optional(),
  OPENSEAL_HOST: z.string().min(1).default('127.0.0.1'),
  OPENSEAL_PORT: count(8080),
  OPENSEAL_PUBLIC_URL: z.url().optional(),
  OPENSEAL_PLATFORM_NAME: z.string().min(1).default('开封电子招标投标交易平台'),
  OPENSEAL_OCID_PREFIX: z.string().min(1).default('ocds-openseal'),
  OPENSEAL_TRUST_PROXY: flag,
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
  OPENSEAL_DOCUMENT_MAX_BYTES: count(1024 * MEBIBYTE),
  OPENSEAL_BID_MAX_BYTES: count(1024 * MEBIBYTE),
  OPENSEAL_TOKEN_SECONDS: count(900),
  OPENSEAL_REQUESTS_PER_MINUTE: count(6000),
  OPENSEAL_SIGN_INS_PER_MINUTE: count(60),
  OPENSEAL_RECEIVER_PORT: count(8090),
  OPENSEAL_PRIVATE_WEBHOOKS: flag,
  OPENSEAL_PRODUCTION: flag,
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

export interface Config {
  readonly dataDir: string;
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
    readonly tls: boolean;
    readonly apiKey: string | undefined;
    readonly serverBinary: string | undefined;
    readonly port: number;
  };
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly publicUrl: string;
    readonly trustProxy: boolean;
  };
  readonly platformName: string;
  readonly ocidPrefix: string;
  readonly roles: readonly Face[];
  readonly storage: StorageConfig;
  readonly keysDir: string;
  readonly limits: { readonly documentMaxBytes: number; readonly bidMaxBytes: number };
  readonly rateLimits: { readonly requestsPerMinute: number; readonly signInsPerMinute: number };
  readonly tokenSeconds: number;
  readonly receiverPort: number;
  /** Whether supervisors may name private addresses as their endpoint. */
  readonly privateWebhooks: boolean;
  /** Nothing that is made for development is accepted. */
  readonly production: boolean;
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
      tls: read.TEMPORAL_TLS,
      apiKey: read.TEMPORAL_API_KEY,
      serverBinary: read.OPENSEAL_TEMPORAL_SERVER,
      port: read.OPENSEAL_TEMPORAL_PORT,
    },
    http: {
      host: read.OPENSEAL_HOST,
      port: read.OPENSEAL_PORT,
      publicUrl: (read.OPENSEAL_PUBLIC_URL ?? `http://${read.OPENSEAL_HOST}:${read.OPENSEAL_PORT}`).replace(
        /\/$/,
        '',
      ),
      trustProxy: read.OPENSEAL_TRUST_PROXY,
    },
    platformName: read.OPENSEAL_PLATFORM_NAME,
    ocidPrefix: read.OPENSEAL_OCID_PREFIX,
    roles: facesOf(read.OPENSEAL_ROLES),
    storage: storageOf(read, dataDir),
    keysDir: path.resolve(read.OPENSEAL_KEYS ?? path.join(dataDir, 'keys')),
    limits: { documentMaxBytes: read.OPENSEAL_DOCUMENT_MAX_BYTES, bidMaxBytes: read.OPENSEAL_BID_MAX_BYTES },
    rateLimits: {
      requestsPerMinute: read.OPENSEAL_REQUESTS_PER_MINUTE,
      signInsPerMinute: read.OPENSEAL_SIGN_INS_PER_MINUTE,
    },
    tokenSeconds: read.OPENSEAL_TOKEN_SECONDS,
    receiverPort: read.OPENSEAL_RECEIVER_PORT,
    privateWebhooks: read.OPENSEAL_PRIVATE_WEBHOOKS,
    production: read.OPENSEAL_PRODUCTION,
    pki: {
      passwords: read.OPENSEAL_PASSWORDS,
      challengeSeconds: read.OPENSEAL_CHALLENGE_SECONDS,
      revocation: {
        whenUnreachable: read.OPENSEAL_REVOCATION_UNREACHABLE,
        maxAgeMs: read.OPENSEAL_REVOCATION_MAX_AGE_SECONDS * 1_000,
      },
      revocationFreshMs: read.OPENSEAL_REVOCATION_FRESH_SECONDS * 1_000,
      revocationTimeoutMs: read.OPENSEAL_REVOCATION_TIMEOUT_SECONDS * 1_000,
      developmentPort: read.OPENSEAL_DEVELOPMENT_CA_PORT,
    },
    logLevel: read.OPENSEAL_LOG_LEVEL,
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

function storageOf(read: Environment, dataDir: string): StorageConfig {
  if (read.OPENSEAL_STORAGE === 'folder') {
    return {
      kind: 'folder',
      path: path.resolve(read.OPENSEAL_STORAGE_PATH ?? path.join(dataDir, 'storage')),
    };
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
