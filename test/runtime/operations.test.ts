import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { routesOf } from '../../api/app.ts';
import { ConfigError, environmentSchema, FACES, loadConfig, type Face } from '../../runtime/config.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/operations.md'), 'utf8');

describe('docs/operations.md', () => {
  it('lists every variable that is read, and no other', () => {
    const listed = [...page.matchAll(/^\| `([A-Z0-9_]+)` \|/gm)].map((match) => match[1]);
    expect(listed.toSorted()).toEqual(Object.keys(environmentSchema.shape).toSorted());
  });

  it('sends every path of the faces behind a proxy to a process that serves it', () => {
    const rows = [...page.matchAll(/^\| (`\/.*?`|anything else) \| .* \| (808\d) \|$/gm)];
    const roles: Readonly<Record<string, readonly Face[]>> = {
      8081: ['trading'],
      8082: ['public'],
      8083: ['supervision', 'admin'],
    };
    const faceOf = (address: string): readonly Face[] => {
      const row = rows.find(([, begins]) =>
        [...begins!.matchAll(/`(.*?)`/g)].some(([, start]) => `${address}/`.startsWith(`${start}/`)),
      );
      return roles[(row ?? rows.at(-1)!)[2]!]!;
    };
    const sent = routesOf(FACES).filter((one) => !routesOf(faceOf(one.path)).includes(one));
    expect(rows).toHaveLength(3);
    expect(sent.map((one) => one.path)).toEqual([]);
  });
});

describe('loadConfig', () => {
  it('names each variable at fault', () => {
    const load = () => loadConfig({ OPENSEAL_PORT: 'many', OPENSEAL_STORAGE: 'tape' });
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(/OPENSEAL_PORT.*OPENSEAL_STORAGE/s);
  });

  it('refuses objects that S3 would not copy', () => {
    const large = { OPENSEAL_BID_MAX_BYTES: String(6 * 1024 ** 3) };
    expect(() => loadConfig({ ...large, OPENSEAL_STORAGE: 's3' })).toThrow(/OPENSEAL_BID_MAX_BYTES/);
    expect(loadConfig(large).limits.bidMaxBytes).toBe(6 * 1024 ** 3);
  });

  it('refuses a face there is not', () => {
    expect(() => loadConfig({ OPENSEAL_ROLES: 'trading,kitchen' })).toThrow(/kitchen/);
  });

  it('takes an empty variable as one that is not set', () => {
    expect(loadConfig({ DATABASE_URL: '' }).databaseUrl).toBeNull();
  });
});
