import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import openapiTS, { astToString } from 'openapi-typescript';
import { startPlatform, type TestPlatform } from './support/platform.ts';

const run = promisify(execFile);
const ROOT = path.resolve(import.meta.dirname, '../..');
const CLIENT = path.join(ROOT, 'examples/client/client.ts');

let platform: TestPlatform;
let folder: string;

beforeAll(async () => {
  platform = await startPlatform();
  folder = await mkdtemp(path.join(os.tmpdir(), 'openseal-client-'));
  await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  const document = await (await fetch(`${platform.baseUrl}/openapi.json`)).text();
  await writeFile(path.join(folder, 'api.ts'), astToString(await openapiTS(document)));
  await copyFile(CLIENT, path.join(folder, 'client.ts'));
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  const config = { extends: path.join(ROOT, 'tsconfig.json'), include: ['*.ts'] };
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await platform.close();
});

/** What the compiler says of the client; empty when it compiles. */
async function complaints(): Promise<string> {
  const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
  return run(process.execPath, [tsc, '-p', path.join(folder, 'tsconfig.json')], { cwd: folder }).then(
    () => '',
    (error: { stdout: string }) => error.stdout,
  );
}

describe('a client whose types come from /openapi.json', () => {
  it('compiles without a cast, an any or an assertion that something is there', async () => {
    expect(await complaints()).toBe('');
    const code = (await readFile(CLIENT, 'utf8'))
      .replaceAll(/\/\*\*[\s\S]*?\*\//g, '')
      .replaceAll(/'[^']*'/g, "''");
    expect(code.match(/\bas\b|\bany\b|[\w)\]]!|@ts-/g)).toBeNull();
  });

  it('is told by the compiler of a member that no answer has, and of one that has another type', async () => {
    const wrong = `
      import { told } from './client.ts';
      import type { components } from './api.ts';
      const tender = null as unknown as components['schemas']['Tender'];
      export const one = tender.bidders;
      export const two: number = tender.title;
      told({ event: 'bidsClosed' });
    `;
    await writeFile(path.join(folder, 'wrong.ts'), wrong);
    const said = await complaints();
    await rm(path.join(folder, 'wrong.ts'));
    expect(said).toMatch(/'bidders' does not exist/);
    expect(said).toMatch(/'string' is not assignable to type 'number'/);
    expect(said.match(/wrong\.ts\(/g)).toHaveLength(3);
  });

  it('runs as it is', async () => {
    const main = `import { openTenders, record } from './client.ts';
      const url = process.argv[2];
      const nowhere = '01980c1e-7c2b-7d3a-9a53-2f1f3c0f7a11';
      process.stdout.write(JSON.stringify([await openTenders(url), await record(url, nowhere)]));`;
    await writeFile(path.join(folder, 'main.mjs'), main);
    const { stdout } = await run(process.execPath, [path.join(folder, 'main.mjs'), platform.baseUrl]);
    expect(JSON.parse(stdout)).toEqual([[], []]);
  });
});
