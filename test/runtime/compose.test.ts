import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { environmentSchema, loadConfig } from '../../runtime/config.ts';

const root = path.resolve(import.meta.dirname, '../..');
interface Service {
  readonly command?: string[];
  readonly environment?: Record<string, string>;
  readonly depends_on?: Record<string, unknown>;
  readonly image?: string;
  readonly volumes?: string[];
}
const compose = parse(readFileSync(path.join(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const ours = Object.entries(compose.services).filter(([, service]) => service.command?.[0] === 'node');

describe('docker-compose.yml', () => {
  it('runs every role', () => {
    expect(ours.map(([name]) => name)).toEqual([
      'migrate',
      'sequencer',
      'worker',
      'api-trading',
      'api-public',
      'api-supervision',
    ]);
  });

  it.each(ours)('%s: its program exists and its environment is configuration we read', (_name, service) => {
    expect(existsSync(path.join(root, service.command?.[1] ?? '-'))).toBe(true);
    const environment = service.environment ?? {};
    expect(Object.keys(environment).filter((key) => !(key in environmentSchema.shape))).toEqual([]);
    const filled = Object.fromEntries(
      Object.entries(environment).map(([key, value]) => [
        key,
        String(value).replaceAll(/\$\{\w+:\?\}/g, 'https://x'),
      ]),
    );
    expect(() => loadConfig({ ...filled, DATABASE_URL: 'postgresql://a:b@c/d' })).not.toThrow();
  });

  it('depends only on services and volumes there are, and pins its images', () => {
    for (const service of Object.values(compose.services)) {
      for (const name of Object.keys(service.depends_on ?? {})) expect(compose.services).toHaveProperty(name);
      for (const volume of service.volumes ?? [])
        expect(compose.volumes).toHaveProperty(volume.split(':')[0] ?? '');
      if (service.image !== undefined) expect(service.image).toMatch(/:.+/);
      expect(service.image ?? 'x:1').not.toMatch(/:latest$/);
    }
  });
});
