import { readFile } from 'node:fs/promises';
import path from 'node:path';
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
});
