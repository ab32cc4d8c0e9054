import { spawn } from 'node:child_process';
import path from 'node:path';
import { loadConfig } from '../runtime/config.ts';
import { developmentIssuer } from '../runtime/pki/dev/issuer.ts';
import { runningOn } from '../runtime/lock.ts';
import { examplePassword } from './examples.ts';
import type { ExamplePlatform } from './cast.ts';

const START = path.resolve(import.meta.dirname, '../bin/start.ts');
const READY_WITHIN_MS = 20 * 60_000;

/** Does something with the platform that runs on the data folder, or starts one for it and ends it afterwards. */
export async function withPlatform<T>(
  say: (line: string) => void,
  work: (platform: ExamplePlatform) => Promise<T>,
): Promise<T> {
  const config = loadConfig(process.env);
  const { dataDir } = config;
  const examples = async (baseUrl: string): Promise<ExamplePlatform> => ({
    baseUrl,
    password: await examplePassword(dataDir),
    authority: developmentIssuer(config),
  });
  const running = await runningOn(dataDir);
  if (running !== null) return work(await examples(running.url));
  say('no platform runs on this data folder: starting one');
  const child = spawn(process.execPath, [START, '--no-rehearsal', '--while-stdin-is-open'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let out = '';
  const ended = new Promise<never>((_resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the platform did not start (code ${code})`)));
  });
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString('utf8');
    for (const line of out.split('\n').slice(0, -1)) say(line);
    out = out.slice(out.lastIndexOf('\n') + 1);
  });
  try {
    await Promise.race([ended, ready(dataDir)]);
    const started = await runningOn(dataDir);
    if (started === null) throw new Error('the platform ended at once');
    return await work(await examples(started.url));
  } finally {
    ended.catch(() => undefined);
    const gone =
      child.exitCode !== null ? Promise.resolve() : new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
  }
}

/** Waits until the platform of a data folder says that it is ready. */
async function ready(dataDir: string): Promise<void> {
  const endsAt = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const running = await runningOn(dataDir);
    if (running?.ready === true) return;
    if (Date.now() > endsAt) throw new Error('the platform is not ready');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
