import { createServer, type IncomingMessage, type Server } from 'node:http';
import { link, unlink } from 'node:fs/promises';
import path from 'node:path';
import { readIfThere, writeWhole } from '../files.ts';
import { Witness, type WitnessAnswer, type WitnessOptions } from './state.ts';

const MAX_REQUEST_BYTES = 64 * 1024;

export interface RunningWitness {
  readonly vkey: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves a witness over HTTP; supervisors and other platforms run it (`npx openseal witness`). Throws an
 * Error when another process serves the same folder: two would cosign what does not belong together.
 */
export async function startWitness(
  options: WitnessOptions & { readonly host: string; readonly port: number },
): Promise<RunningWitness> {
  const release = await takeFolder(options.dir);
  const witness = await Witness.open(options);
  const server: Server = createServer((request, response) => {
    void answer(witness, request)
      .catch((error: unknown): WitnessAnswer => {
        process.stderr.write(`witness: ${String(error)}\n`);
        return { status: 500, mediaType: 'text/plain; charset=utf-8', body: 'not cosigned\n' };
      })
      .then(({ status, mediaType, body }) => {
        response.writeHead(status, { 'content-type': mediaType, 'content-length': Buffer.byteLength(body) });
        response.end(body);
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    vkey: witness.vkey,
    port: (server.address() as { port: number }).port,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await release();
    },
  };
}

async function answer(witness: Witness, request: IncomingMessage): Promise<WitnessAnswer> {
  const address = new URL(request.url ?? '/', 'http://witness').pathname;
  if (request.method === 'POST' && address === '/add-checkpoint') {
    const body = await bodyOf(request);
    return body === null
      ? { status: 413, mediaType: 'text/plain; charset=utf-8', body: 'too large\n' }
      : witness.addCheckpoint(body);
  }
  const [, originHash] = /^\/([0-9a-f]{64})\/checkpoint$/.exec(address) ?? [];
  if (request.method === 'GET' && originHash !== undefined) return witness.checkpoint(originHash);
  return { status: 404, mediaType: 'text/plain; charset=utf-8', body: 'nothing here\n' };
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MAX_REQUEST_BYTES) chunks.push(chunk);
  }
  return bytes > MAX_REQUEST_BYTES ? null : Buffer.concat(chunks).toString('utf8');
}

/** Takes the folder for this process; a lock left behind by one that was killed is taken over. */
async function takeFolder(dir: string): Promise<() => Promise<void>> {
  const file = path.join(dir, 'running');
  const aside = `${file}.${process.pid}`;
  await writeWhole(aside, String(process.pid), 0o644);
  try {
    for (;;) {
      const held = await link(aside, file).then(
        () => false,
        (error: NodeJS.ErrnoException) => {
          if (error.code !== 'EEXIST') throw error;
          return true;
        },
      );
      if (!held) return () => unlink(file);
      const pid = Number(await readIfThere(file));
      if (pid !== process.pid && isRunning(pid)) throw new Error(`process ${pid} serves ${dir} already`);
      await unlink(file);
    }
  } finally {
    await unlink(aside);
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
