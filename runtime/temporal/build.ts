import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** The release that is built; 1.32.2 asks for a newer Go. */
const TEMPORAL_VERSION = 'v1.32.1';
const PACKAGES = ['server', 'tools/sql'].map(
  (name) => `go.temporal.io/server/cmd/${name}@${TEMPORAL_VERSION}`,
);
const SAY_EVERY_MS = 15_000;

/**
 * Builds the Temporal server and its schema tool into a folder. They appear there whole, the server last, so that
 * of two who build at once neither runs half a program. Throws an Error when Go is missing or fails.
 */
export async function buildWithGo(
  folder: string,
  say: (line: string) => void,
): Promise<{ server: string; sqlTool: string }> {
  await mkdir(folder, { recursive: true });
  const building = await mkdtemp(path.join(folder, 'building-'));
  const began = Date.now();
  say(`building the Temporal server ${TEMPORAL_VERSION} with Go, once: this takes several minutes`);
  const timer = setInterval(
    () => say(`still building the Temporal server (${Math.round((Date.now() - began) / 1000)} s)`),
    SAY_EVERY_MS,
  );
  try {
    await new Promise<void>((resolve, reject) => {
      const go = spawn('go', ['install', '-ldflags', '-s -w', ...PACKAGES], {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, GOBIN: building, GOFLAGS: '' },
      });
      let last = '';
      go.stderr.on(
        'data',
        (chunk: Buffer) => (last = chunk.toString('utf8').trim().split('\n').at(-1) ?? last),
      );
      go.once('error', (error) => reject(new Error(`Go is not installed (${error.message})`)));
      go.once('close', (code) =>
        code === 0 ? resolve() : reject(new Error(`go install ended with ${code}: ${last}`)),
      );
    });
    for (const name of ['sql', 'server']) await rename(path.join(building, name), path.join(folder, name));
  } finally {
    clearInterval(timer);
    await rm(building, { recursive: true, force: true });
  }
  return { server: path.join(folder, 'server'), sqlTool: path.join(folder, 'sql') };
}
