import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  formatAddCheckpoint,
  formatCheckpoint,
  formatNote,
  hexOf,
  leafHash,
  openCheckpoint,
  openCosignatures,
  parsePolicy,
  parseVerifierKey,
  sha256,
  treeHash,
  utf8,
  type Hash,
  type NoteSignature,
  type VerifierKey,
} from '../../../domain/record/log/index.ts';
import { verifyEd25519 } from '../../../runtime/ed25519.ts';
import { createLogSigner, type LogSigner } from '../../../runtime/signing.ts';
import { WitnessClient, type LogForWitnesses, type ToCosign } from '../../../runtime/witness/client.ts';
import { startWitness, type RunningWitness } from '../../../runtime/witness/server.ts';
import { mth, proof } from '../../domain/record/log/naive.ts';
import { freePort } from '../../support/ports.ts';
import { ended } from '../../support/services.ts';
import { untilTrue } from '../../support/until.ts';

const ORIGIN = 'log.test/record';
const entriesOf = (size: number, word = 'entry'): Uint8Array[] =>
  Array.from({ length: size }, (_, index) => utf8(`${word} ${index}`));

let root: string;
let dir: string;
let signer: LogSigner;
let logKey: VerifierKey;
let count = 0;
let child: ChildProcess | null = null;

beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'openseal-witness-'));
  signer = await createLogSigner(path.join(root, 'keys'), ORIGIN);
  logKey = parseVerifierKey(signer.vkeys[0]!);
});
afterAll(async () => {
  if (child !== null) await ended(child, 'SIGKILL');
  await rm(root, { recursive: true });
});
beforeEach(() => {
  dir = path.join(root, `witness-${count++}`);
});

const witnessAt = (more: { port?: number; logs?: VerifierKey[] } = {}): Promise<RunningWitness> =>
  startWitness({
    dir,
    name: 'witness.test/one',
    logs: [logKey],
    now: Date.now,
    host: '127.0.0.1',
    port: 0,
    ...more,
  });

async function signed(size: number, hash: Hash, by: LogSigner = signer): Promise<string> {
  const text = formatCheckpoint({ origin: by.origin, size, root: hash });
  return formatNote({ text, signatures: await by.sign(text) });
}

const post = async (
  port: number,
  body: string,
): Promise<{ status: number; type: string | null; text: string }> => {
  const response = await fetch(`http://127.0.0.1:${port}/add-checkpoint`, { method: 'POST', body });
  return { status: response.status, type: response.headers.get('Content-Type'), text: await response.text() };
};

/** A request to go from one size of the same tree to another. */
async function request(oldSize: number, size: number, entries = entriesOf(size)): Promise<string> {
  return formatAddCheckpoint({
    oldSize,
    proof: proof(oldSize, entries),
    checkpoint: await signed(size, mth(entries)),
  });
}

describe('the witness server', () => {
  it('cosigns what continues the last, keeps it, and shows it with both signatures', async () => {
    const witness = await witnessAt();
    const key = parseVerifierKey(witness.vkey);
    for (const [oldSize, size] of [
      [0, 0],
      [0, 1],
      [1, 1],
      [1, 5],
      [5, 300],
    ] as const) {
      const askedAt = Math.floor(Date.now() / 1000);
      const answer = await post(witness.port, await request(oldSize, size));
      expect([oldSize, size, answer.status]).toEqual([oldSize, size, 200]);
      const { text } = { text: formatCheckpoint({ origin: ORIGIN, size, root: mth(entriesOf(size)) }) };
      const [cosignature] = openCosignatures(text, answer.text, key, verifyEd25519);
      expect(cosignature!.timestampSeconds).toBeGreaterThanOrEqual(askedAt);
      expect(cosignature!.timestampSeconds).toBeLessThanOrEqual(Date.now() / 1000);
    }
    const shown = await fetch(`http://127.0.0.1:${witness.port}/${hexOf(sha256(utf8(ORIGIN)))}/checkpoint`);
    const opened = openCheckpoint(await shown.text(), { logs: [logKey], witnesses: [key] }, verifyEd25519);
    expect([opened.size, opened.cosignatures.length]).toEqual([300, 1]);
    const unknown = await fetch(`http://127.0.0.1:${witness.port}/${'0'.repeat(64)}/checkpoint`);
    expect(unknown.status).toBe(404);
    await witness.close();
  });

  it('refuses as the specification says, and keeps the proof of what a log did', async () => {
    const witness = await witnessAt();
    const stranger = await createLogSigner(path.join(root, 'strangers'), 'other.test/log');
    const impostor = await createLogSigner(path.join(root, 'impostors'), ORIGIN);
    const [ten, other] = [entriesOf(10), entriesOf(10, 'forged')];
    await post(witness.port, await request(0, 7));
    const at = async (body: string): Promise<number> => (await post(witness.port, body)).status;
    const good = await request(7, 10);

    expect(await at('nonsense')).toBe(400);
    expect(await at(good.replace('old 7', 'old 07'))).toBe(400);
    expect(await at(await request(7, 10).then((text) => text.replace('old 7', 'old 11')))).toBe(400);
    expect(
      await at(
        formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: await signed(1, mth(ten), stranger) }),
      ),
    ).toBe(404);
    expect(
      await at(
        formatAddCheckpoint({
          oldSize: 7,
          proof: proof(7, ten),
          checkpoint: await signed(10, mth(ten), impostor),
        }),
      ),
    ).toBe(403);
    const lines = good.split('\n');
    const broken = lines
      .map((line) => (line.startsWith('— ') ? line.replace(/.{6}$/, 'AAAAA=') : line))
      .join('\n');
    expect([400, 403]).toContain(await at(broken));
    const conflict = await post(witness.port, await request(5, 10));
    expect(conflict).toEqual({ status: 409, type: 'text/x.tlog.size', text: '7\n' });
    expect((await post(witness.port, await request(0, 10))).status).toBe(409);
    // A fork: ten other entries, signed by the log itself, with whatever proof.
    for (const path_ of [proof(7, ten), proof(7, other), []])
      expect(
        await at(formatAddCheckpoint({ oldSize: 7, proof: path_, checkpoint: await signed(10, mth(other)) })),
      ).toBe(422);
    expect(
      await at(
        formatAddCheckpoint({ oldSize: 7, proof: [], checkpoint: await signed(7, mth(other.slice(0, 7))) }),
      ),
    ).toBe(422);
    expect(await readdir(path.join(dir, 'evidence'))).toHaveLength(2);
    expect(await at(good)).toBe(200);
    await witness.close();
  });

  it('cosigns a size from nothing only without a proof, and no empty tree of another root', async () => {
    const witness = await witnessAt();
    const five = entriesOf(5);
    const at = async (body: string): Promise<number> => (await post(witness.port, body)).status;
    expect(
      await at(
        formatAddCheckpoint({ oldSize: 0, proof: [mth(five)], checkpoint: await signed(5, mth(five)) }),
      ),
    ).toBe(422);
    expect(
      await at(formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: await signed(0, mth(five)) })),
    ).toBe(422);
    expect(await at('x'.repeat(70_000))).toBe(413);
    await witness.close();
  });

  it('lets of many at once exactly one through, so that nothing is rolled back', async () => {
    const witness = await witnessAt();
    await post(witness.port, await request(0, 3));
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, at) => post(witness.port, await request(3, 4 + at))),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
    await witness.close();
  });

  it('killed at any moment, has what it answered for, and serves one folder once', async () => {
    const program = path.resolve(import.meta.dirname, '../../../bin/openseal.js');
    const vkeyFile = path.join(root, 'log.vkey');
    await writeFile(vkeyFile, `${signer.vkeys[0]!}\n`);
    let size = 0;
    for (let round = 0; round < 3; round++) {
      const started = spawn(
        process.execPath,
        [
          program,
          'witness',
          '--name',
          'witness.test/one',
          '--dir',
          dir,
          '--port',
          '0',
          '--log',
          signer.vkeys[0]!,
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      child = started;
      const port = await new Promise<number>((resolve, reject) => {
        let said = '';
        started.once('exit', () => reject(new Error('the witness ended')));
        started.stdout.on('data', (chunk: Buffer) => {
          said += chunk.toString('utf8');
          const found = /http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1];
          if (found !== undefined) resolve(Number(found));
        });
      });
      await expect(witnessAt()).rejects.toThrow('already');
      let answered = size;
      const asking = (async () => {
        for (;;) {
          const answer = await post(port, await request(answered, answered + 1)).catch(() => null);
          if (answer === null) return;
          expect(answer.status).toBe(200);
          answered++;
        }
      })();
      await untilTrue(() => Promise.resolve(answered >= size + 10));
      await ended(started, 'SIGKILL');
      await asking;
      const kept = await readFile(path.join(dir, 'logs', hexOf(sha256(utf8(ORIGIN)))), 'utf8');
      const { size: keptSize } = openCheckpoint(kept, { logs: [logKey], witnesses: [] }, verifyEd25519);
      // The one under way may be kept without an answer; an answer without being kept may not be.
      expect([answered, answered + 1]).toContain(keptSize);
      size = keptSize;
    }
  });
});

describe('the client that asks witnesses', () => {
  const entries = entriesOf(400);
  const kept: { size: number; signature: NoteSignature }[] = [];
  const warned: string[] = [];
  const logger = { info: () => undefined, warn: (facts: object) => warned.push(JSON.stringify(facts)) };
  const log: LogForWitnesses = {
    proof: (oldSize, size) => Promise.resolve(proof(oldSize, entries.slice(0, size))),
    keep: (size, signature) => {
      kept.push({ size, signature });
      return Promise.resolve();
    },
  };
  const toCosign = async (size: number): Promise<ToCosign> => ({
    size,
    note: await signed(size, treeHash(entries.slice(0, size).map(leafHash))),
    cosignatures: [],
  });
  beforeEach(() => {
    kept.length = 0;
    warned.length = 0;
  });
  const clientOf = (lines: string, graceMs = 300_000): WitnessClient =>
    new WitnessClient({ policy: parsePolicy(lines), logKeys: [logKey], logger, graceMs });

  it('finds out how far a witness is by its conflict, and goes on from there', async () => {
    const witness = await witnessAt();
    const lines = `witness one ${witness.vkey} http://127.0.0.1:${witness.port}/\nquorum one\n`;
    await clientOf(lines).cosign(await toCosign(7), log);
    // A client that knows nothing yet, as after a take-over.
    const client = clientOf(lines);
    for (const size of [30, 30, 257, 400]) await client.cosign(await toCosign(size), log);
    expect(kept.map(({ size }) => size)).toEqual([7, 30, 257, 400]);
    expect(warned).toEqual([]);
    await witness.close();
  });

  it('does not wait for one that is down, and asks it again later', async () => {
    const port = await freePort();
    const first = await witnessAt({ port });
    const { vkey } = first;
    await first.close();
    const lines = `witness one ${vkey} http://127.0.0.1:${port}\nquorum one\n`;
    // Were it waited for, this would take a day.
    const client = clientOf(lines, 86_400_000);
    await client.cosign(await toCosign(5), log);
    expect(warned).toHaveLength(1);
    const again = await witnessAt({ port });
    await untilTrue(async () => {
      await client.cosign(await toCosign(5), log);
      return kept.length > 0;
    });
    expect(kept.map(({ size }) => size)).toEqual([5]);
    await again.close();
  });

  /** A witness that answers what it is told to. */
  async function answering(
    answer: (path: string) => { status: number; body: string },
  ): Promise<{ server: Server; port: number }> {
    const server = createServer((incoming, response) => {
      const { status, body } = answer(incoming.url ?? '');
      incoming.resume();
      response.writeHead(status).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { server, port: (server.address() as AddressInfo).port };
  }

  it.each([
    ['garbage', { status: 200, body: 'thank you\n' }],
    ['no cosignature of its key', { status: 200, body: '— someone.else AAAAAAAA\n' }],
    ['a 409 without a size', { status: 409, body: 'no\n' }],
    ['an error', { status: 500, body: '' }],
    ['too much', { status: 200, body: 'x'.repeat(200_000) }],
    ['a size beyond ours that it does not show', { status: 409, body: '9000\n' }],
  ])('keeps nothing of %s', async (_what, answer) => {
    const witness = await witnessAt();
    const liar = await answering((address) =>
      address.endsWith('/checkpoint') ? { status: 404, body: '' } : answer,
    );
    const lines = `witness one ${witness.vkey} http://127.0.0.1:${liar.port}\nquorum none\n`;
    const client = clientOf(lines);
    await client.cosign(await toCosign(5), log);
    await untilTrue(() => Promise.resolve(warned.length > 0));
    expect(kept).toEqual([]);
    liar.server.close();
    await witness.close();
  });

  it('stops when a witness shows a checkpoint of ours that is larger than the record', async () => {
    const witness = await witnessAt();
    const lines = `witness one ${witness.vkey} http://127.0.0.1:${witness.port}\nquorum one\n`;
    await clientOf(lines).cosign(await toCosign(300), log);
    const restored = clientOf(lines);
    await expect(restored.cosign(await toCosign(200), log)).rejects.toThrow(
      '300 entries that we signed and do not have',
    );
    await expect(restored.cosign(await toCosign(200), log)).rejects.toThrow('do not have');
    await witness.close();
  });
});
