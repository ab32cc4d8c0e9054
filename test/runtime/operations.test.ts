import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, environmentSchema, loadConfig } from '../../runtime/config.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/operations.md'), 'utf8');

describe('docs/operations.md', () => {
  it('lists every variable that is read, and no other', () => {
    const listed = [...page.matchAll(/^\| `([A-Z0-9_]+)` \|/gm)].map((match) => match[1]);
    expect(listed.toSorted()).toEqual(Object.keys(environmentSchema.shape).toSorted());
  });
});

describe('loadConfig', () => {
  it('names each variable at fault', () => {
    const load = () => loadConfig({ OPENSEAL_PORT: 'many', OPENSEAL_STORAGE: 'tape' });
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(/OPENSEAL_PORT.*OPENSEAL_STORAGE/s);
  });

  it('refuses a face there is not', () => {
    expect(() => loadConfig({ OPENSEAL_ROLES: 'trading,kitchen' })).toThrow(/kitchen/);
  });

  it('takes an empty variable as one that is not set', () => {
    expect(loadConfig({ DATABASE_URL: '' }).databaseUrl).toBeNull();
  });
});
