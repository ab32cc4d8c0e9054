import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Config } from '../config.ts';
import { buildWithGo } from './build.ts';

const run = promisify(execFile);
const DOWNLOAD_WITHIN_MS = 180_000;

/** Where the engine comes from. */
export type TemporalChoice =
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'server'; readonly server: string; readonly sqlTool: string }
  | { readonly kind: 'cli'; readonly binary: string }
  | { readonly kind: 'sdk' };

/** No way to an engine was open; the message lists what was tried and what would mend it. */
export class NoTemporalError extends Error {
  constructor(tried: readonly string[]) {
    super(
      [
        'no Temporal server was found. Tried, in this order:',
        ...tried.map((line) => `  - ${line}`),
        'Mend it with one command: install Go 1.26 or later and run `npm start` again, or start any Temporal server and run `TEMPORAL_ADDRESS=host:7233 npm start`.',
      ].join('\n'),
    );
    this.name = 'NoTemporalError';
  }
}

/** How the ways to an engine are tried; tests give their own. */
export interface Ways {
  readonly path: string;
  readonly probeSdk: () => Promise<void>;
  readonly build: () => Promise<{ server: string; sqlTool: string }>;
}

/**
 * Finds the engine: TEMPORAL_ADDRESS; a server binary by configuration, on PATH or in the cache; the
 * Temporal CLI as the SDK downloads it; a build with Go. The first that works is taken.
 */
export async function findTemporal(
  config: Config,
  say: (line: string) => void,
  ways: Ways = realWays(config, say),
): Promise<TemporalChoice> {
  const { address, serverBinary } = config.temporal;
  if (address !== null) return { kind: 'address', address };
  const tried = ['TEMPORAL_ADDRESS: not set'];
  for (const [name, binary] of candidates(config.cacheDir, serverBinary, ways.path)) {
    const choice = await usable(binary);
    if (typeof choice !== 'string') return choice;
    tried.push(`${name} (${binary}): ${choice}`);
  }
  try {
    await ways.probeSdk();
    return { kind: 'sdk' };
  } catch (error) {
    tried.push(`the Temporal CLI as the SDK downloads it: ${firstLine(error)}`);
    say('the Temporal CLI cannot be downloaded here');
  }
  try {
    return { kind: 'server', ...(await ways.build()) };
  } catch (error) {
    tried.push(`go install: ${firstLine(error)}`);
  }
  throw new NoTemporalError(tried);
}

function candidates(
  cacheDir: string,
  configured: string | undefined,
  searchPath: string,
): [string, string][] {
  const folders = searchPath.split(path.delimiter).filter(Boolean);
  const onPath = (name: string): [string, string][] =>
    folders.map((folder) => [`${name} on PATH`, path.join(folder, name)]);
  return [
    ...(configured === undefined ? [] : [['OPENSEAL_TEMPORAL_SERVER', configured] as [string, string]]),
    ...onPath('temporal-server'),
    ...onPath('temporal'),
    ['the cache folder', path.join(cacheDir, 'bin', 'server')],
  ];
}

/** The binary as a choice, or why it is none. */
async function usable(binary: string): Promise<TemporalChoice | string> {
  if (!(await executable(binary))) return 'not there';
  if (path.basename(binary) === 'temporal') {
    return run(binary, ['server', 'start-dev', '--help']).then(
      () => ({ kind: 'cli' as const, binary }),
      (error: unknown) => firstLine(error),
    );
  }
  for (const name of ['sql', 'temporal-sql-tool']) {
    const sqlTool = path.join(path.dirname(binary), name);
    if (await executable(sqlTool)) return { kind: 'server', server: binary, sqlTool };
  }
  return 'no schema tool (sql or temporal-sql-tool) stands beside it';
}

const executable = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

function realWays(config: Config, say: (line: string) => void): Ways {
  return {
    path: process.env['PATH'] ?? '',
    probeSdk: async () => {
      await run(
        process.execPath,
        [path.resolve(import.meta.dirname, '../../bin/temporal-dev.ts'), '--probe'],
        {
          timeout: DOWNLOAD_WITHIN_MS,
          env: { ...process.env, OPENSEAL_CACHE: config.cacheDir },
        },
      ).catch((error: { stderr?: string; message: string }) => {
        throw new Error(error.stderr?.trim().split('\n').at(-1) ?? error.message);
      });
    },
    build: () => buildWithGo(path.join(config.cacheDir, 'bin'), say),
  };
}
