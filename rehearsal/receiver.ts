import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { mkdirSync } from 'node:fs';
import { open, readFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { Webhook } from 'standardwebhooks';

const MAX_BODY_BYTES = 1024 * 1024;

export interface ReceiverOptions {
  readonly port: number;
  readonly host: string;
  /** The webhook secret (`whsec_...`), asked for at each request: it may be set after the start. */
  readonly secret: () => Promise<string | null>;
  /** JSON lines, one for each entry received. */
  readonly file: string;
}

/**
 * A small supervision receiver: it checks each Standard Webhooks signature, keeps each entry once in the
 * order it came, synced to disk before it answers, and shows at `/` what it has. It stands in for a
 * supervisor's own platform, so that the push can be seen working.
 */
export async function startReceiver(
  options: ReceiverOptions,
): Promise<{ server: Server; received: () => number }> {
  mkdirSync(path.dirname(options.file), { recursive: true });
  const seen = new Map<string, { index: number; event: string; at: string }>();
  for (const line of (await readFile(options.file, 'utf8').catch(() => '')).split('\n').filter(Boolean))
    keep(seen, line);
  const log = await open(options.file, 'a');
  const server = createServer((request, response) => {
    void answer(request, response, options, seen, log).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  server.once('close', () => void log.close());
  return { server, received: () => seen.size };
}

type Seen = Map<string, { index: number; event: string; at: string }>;

function keep(seen: Seen, line: string): void {
  const { id, index, event, at } = JSON.parse(line) as {
    id: string;
    index: number;
    event: string;
    at: string;
  };
  seen.set(id, { index, event, at });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: ReceiverOptions,
  seen: Seen,
  log: FileHandle,
): Promise<void> {
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
    const lines = [...seen.values()].slice(-200).map(({ index, event, at }) => `${index}\t${at}\t${event}`);
    response.end(`监督平台示例接收端 · received ${seen.size} entries\n\n${lines.join('\n')}\n`);
    return;
  }
  const secret = await options.secret();
  const body = await read(request);
  if (secret === null || body === null) {
    response.writeHead(secret === null ? 503 : 413).end();
    return;
  }
  try {
    new Webhook(secret).verify(body, request.headers as Record<string, string>);
  } catch {
    response.writeHead(401).end('the signature does not hold');
    return;
  }
  const line = body.toString('utf8').replaceAll('\n', ' ');
  if (!seen.has(String((JSON.parse(line) as { id: unknown }).id))) {
    await log.appendFile(`${line}\n`);
    await log.sync();
    keep(seen, line);
  }
  response.writeHead(204).end();
}

async function read(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
