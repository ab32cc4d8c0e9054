import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openStore, partyByUscc, personByLogin } from '../../store/index.ts';
import { installationSecret } from '../../runtime/files.ts';
import { postgresUrl } from '../../runtime/postgres.ts';
import { EXAMPLE_LOGINS, OPERATOR } from '../../rehearsal/examples.ts';
import { prepareOpensslTsa } from '../support/openssl.ts';
import { freePort, freePorts } from '../support/ports.ts';
import { ended } from '../support/services.ts';
import { until } from '../support/until.ts';

const START = path.resolve(import.meta.dirname, '../../bin/start.ts');
const PASSWORD = 'correct horse battery staple';

let dir: string;
let dataDir: string;
let child: ChildProcess;
let baseUrl: string;
let databaseUrl: string;
let receiverPort: number;
let said = '';
beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'openseal-production-'));
  dataDir = path.join(dir, 'data');
  await chmod(dir, 0o755);
  // The authority need not answer for the platform to start; its root must be no development one.
  const { rootFile } = await prepareOpensslTsa(dir);
  const [port, postgresPort, receiver, developmentPort] = await freePorts(4);
  const [temporalPort] = await freePorts(1, 8);
  receiverPort = receiver!;
  baseUrl = `http://127.0.0.1:${port}`;
  child = spawn(process.execPath, [START, '--while-stdin-is-open'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...process.env,
      OPENSEAL_PRODUCTION: 'true',
      OPENSEAL_DATA: dataDir,
      OPENSEAL_PORT: String(port),
      OPENSEAL_POSTGRES_PORT: String(postgresPort),
      OPENSEAL_TEMPORAL_PORT: String(temporalPort),
      OPENSEAL_RECEIVER_PORT: String(receiverPort),
      OPENSEAL_DEVELOPMENT_CA_PORT: String(developmentPort),
      OPENSEAL_TSA_URL: `http://127.0.0.1:${await freePort()}/`,
      OPENSEAL_TSA_ROOTS: rootFile,
    },
  });
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  await until(() => {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`it ended: ${said}`);
    return Promise.resolve(said.includes('everything is up') ? true : null);
  });
  const password = await installationSecret(path.join(dataDir, 'keys', 'postgres-password'));
  databaseUrl = postgresUrl({ dir: '', port: postgresPort!, password }, 'openseal');
});
afterAll(async () => {
  await ended(child, 'SIGTERM');
  await rm(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

const post = async (at: string, json: object, token?: string) => {
  const response = await fetch(baseUrl + at, {
    method: at === '/v1/supervision/endpoint' ? 'PUT' : 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(json),
  });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
};
const administrator = (code: string, login = 'first.administrator') => ({
  code,
  login,
  password: PASSWORD,
  realName: '赵六',
  phone: '13800000000',
  operator: { uscc: '91350211M000100Y46', name: '某交易平台运营有限公司' },
});
const codeSaid = (): string => /one-time code until \S+: (\S+)/.exec(said)?.[1] ?? '';

describe('a production started by npm start', () => {
  it('has no examples, no receiver and no rehearsal', async () => {
    expect(existsSync(path.join(dataDir, 'examples-password'))).toBe(false);
    expect(existsSync(path.join(dataDir, 'rehearsed'))).toBe(false);
    expect(existsSync(path.join(dataDir, 'receiver'))).toBe(false);
    await expect(fetch(`http://127.0.0.1:${receiverPort}/`)).rejects.toThrow();
    const store = await openStore({ databaseUrl, poolSize: 1 });
    try {
      for (const login of [EXAMPLE_LOGINS.administrator, EXAMPLE_LOGINS.supervisor])
        expect(await personByLogin(store.em(), login)).toBeNull();
      expect(await partyByUscc(store.em(), OPERATOR.uscc)).toBeNull();
    } finally {
      await store.close();
    }
    const tenders = await fetch(`${baseUrl}/v1/tenders`);
    expect(((await tenders.json()) as { tenders: unknown[] }).tenders).toEqual([]);
  });

  it('says its code on the console alone, and takes it once', async () => {
    const code = codeSaid();
    expect(code).toMatch(/^[\w-]{27}$/);
    for (const name of await readdir(path.join(dataDir, 'logs')))
      expect(await readFile(path.join(dataDir, 'logs', name), 'utf8')).not.toContain(code);

    const wrong = await post('/v1/admin/administrators', administrator(`${code.slice(1)}x`));
    expect([wrong.status, wrong.json['code']]).toEqual([403, 'wrong-code']);
    const made = await post('/v1/admin/administrators', administrator(code));
    expect([made.status, made.json['login']]).toEqual([201, 'first.administrator']);
    // Whose answer was lost gets it again; anybody else does not.
    expect((await post('/v1/admin/administrators', administrator(code))).json).toEqual(made.json);
    const second = await post('/v1/admin/administrators', administrator(code, 'second.administrator'));
    expect([second.status, second.json['code']]).toEqual([403, 'wrong-code']);

    const session = await post('/v1/sessions', {
      login: 'first.administrator',
      password: PASSWORD,
      role: 'administrator',
    });
    const queue = await fetch(`${baseUrl}/v1/admin/queue`, {
      headers: { authorization: `Bearer ${String(session.json['token'])}` },
    });
    expect([session.status, queue.status]).toEqual([201, 200]);
  });

  it('lets no authority name a private address', async () => {
    const { json } = await post('/v1/sessions', {
      login: 'first.administrator',
      password: PASSWORD,
      role: 'administrator',
    });
    const made = await post(
      '/v1/admin/authorities',
      {
        uscc: '11130200MB12345676',
        name: '某监督部门',
        address: '唐山',
        regions: null,
        industries: null,
        person: { login: 'a.supervisor', password: PASSWORD, realName: '监督人员', phone: '13800000001' },
      },
      String(json['token']),
    );
    expect(made.status).toBe(201);
    const { json: supervisor } = await post('/v1/sessions', {
      login: 'a.supervisor',
      password: PASSWORD,
      role: 'supervisor',
    });
    const refused = await post(
      '/v1/supervision/endpoint',
      { url: `http://127.0.0.1:${receiverPort}/` },
      String(supervisor['token']),
    );
    expect([refused.status, refused.json['code']]).toEqual([422, 'private-address']);
  });
});
