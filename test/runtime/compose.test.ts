import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { environmentSchema, loadConfig } from '../../runtime/config.ts';
import { POOL_SIZE } from '../../store/store.ts';

const root = path.resolve(import.meta.dirname, '../..');
interface Service {
  readonly command?: string[];
  readonly environment?: Record<string, string>;
  readonly depends_on?: Record<string, unknown>;
  readonly image?: string;
  readonly build?: string;
  readonly user?: string;
  readonly volumes?: string[];
  readonly ports?: string[];
  readonly deploy?: { readonly replicas: number };
}
const compose = parse(readFileSync(path.join(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
  networks: Record<string, { ipam: { config: { subnet: string; gateway: string }[] } }>;
};
const dockerfile = readFileSync(path.join(root, 'Dockerfile'), 'utf8');
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

  it("mounts volumes over folders of the image that are its user's, or they would be the superuser's", () => {
    const made = dockerfile.match(/^RUN mkdir -p (.*?) && chown -R node:node \/data$/m)?.[1]?.split(' ');
    const mounted = ours.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[1]));
    expect([...new Set(mounted)]).toEqual(made);
  });

  it('copies every folder of sources into the image', () => {
    const copied = [...dockerfile.matchAll(/^COPY (\w+) \.\/\1$/gm)].map((match) => match[1]);
    const left = ['node_modules', 'data', 'docs', 'test', 'bench'];
    const folders = readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !left.includes(entry.name))
      .map((entry) => entry.name);
    expect(copied.toSorted()).toEqual(folders.toSorted());
  });

  it('lets PostgreSQL take the connections of all processes', () => {
    const allowed = Number(
      compose.services['postgres']?.command?.join(' ').match(/max_connections=(\d+)/)?.[1],
    );
    const heavy = ours.filter(([name]) => /^(api|worker)/.test(name));
    const processes = heavy.reduce((sum, [, service]) => sum + (service.deploy?.replicas ?? 1), 0);
    expect(allowed).toBeGreaterThan(processes * 2 * POOL_SIZE + 15);
  });

  it('opens its ports to this host alone, where the proxy stands, and believes that proxy and nobody else', () => {
    const ports = Object.values(compose.services).flatMap((service) => service.ports ?? []);
    expect(ports.length).toBeGreaterThan(0);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    const [network] = compose.networks['default']!.ipam.config;
    for (const [, { environment }] of ours)
      expect(environment?.['OPENSEAL_TRUSTED_PROXIES']).toBe(network!.gateway);
  });

  it('depends only on services and volumes there are, and pins its images', () => {
    for (const service of Object.values(compose.services)) {
      for (const name of Object.keys(service.depends_on ?? {})) expect(compose.services).toHaveProperty(name);
      for (const volume of service.volumes ?? [])
        expect(compose.volumes).toHaveProperty(volume.split(':')[0] ?? '');
      // What a name stands for can be changed by others; what a digest stands for cannot.
      if (service.build === undefined)
        expect(service.image).toMatch(/^[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}$/);
    }
    expect(dockerfile).toMatch(/^FROM [\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}$/m);
  });

  it('runs nothing as the superuser but the job that gives the store its folder', () => {
    // The images of Temporal and ours name a user of their own.
    const asTheirImages = /^temporalio\/|^openseal:/;
    const superuser = Object.entries(compose.services).filter(
      ([, { image = '', user }]) => user === undefined && !asTheirImages.test(image),
    );
    expect(superuser.map(([name]) => name)).toEqual(['objects-owner']);
    expect(dockerfile).toMatch(/^USER node$/m);
  });

  it('gives the platform no credentials of the superuser of the store', () => {
    for (const [, { environment = {} }] of ours) {
      expect(Object.values(environment).join(' ')).not.toContain('ROOT');
      expect(environment['OPENSEAL_S3_ACCESS_KEY_ID']).toBe('openseal');
    }
  });
});
