import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const read = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(path.resolve(import.meta.dirname, '../..', name), 'utf8'));

/** Packages whose install scripts need not run: without them nothing is missing. */
const NEEDLESS = ['@stablelib/base64'];

describe('the installation', () => {
  it('lets every package install itself that must, on whatever machine', async () => {
    const { packages } = (await read('package-lock.json')) as {
      packages: Record<string, { hasInstallScript?: boolean }>;
    };
    const { allowScripts } = (await read('package.json')) as { allowScripts: Record<string, boolean> };
    const installing = Object.entries(packages)
      .filter(([, one]) => one.hasInstallScript === true)
      .map(([place]) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length));
    expect(installing.length).toBeGreaterThan(0);
    expect(Object.keys(allowScripts).toSorted()).toEqual(
      installing.filter((name) => !NEEDLESS.includes(name)).toSorted(),
    );
  });

  it('has a bill of materials that names each package that the platform needs, with its hash', async () => {
    const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'sbom'], { maxBuffer: 2 ** 26 });
    const { components } = JSON.parse(stdout) as {
      components: { name: string; version: string; hashes?: { alg: string }[] }[];
    };
    const { packages } = (await read('package-lock.json')) as {
      packages: Record<string, { version: string; dev?: boolean }>;
    };
    const needed = Object.entries(packages).filter(([place, { dev }]) => place !== '' && dev !== true);
    expect(needed.length).toBeGreaterThan(100);
    const hashed = new Set(
      components
        .filter(({ hashes }) => hashes?.[0]?.alg === 'SHA-512')
        .map((one) => `${one.name}@${one.version}`),
    );
    const missing = needed
      .map(([place, { version }]) => `${place.slice(place.lastIndexOf('node_modules/') + 13)}@${version}`)
      .filter((one) => !hashed.has(one));
    expect(missing).toEqual([]);
  });
});
