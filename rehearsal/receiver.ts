import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { Webhook } from 'standardwebhooks';
import { readIfThere } from '../runtime/files.ts';

const MAX_BODY_BYTES = 1024 * 1024;
const LINES_SHOWN = 200;

export interface ReceiverOptions {
  readonly port: number;
  readonly host: string;
  /** The webhook secret (`whsec_...`), asked for at each request: it may be set after the start. */
  readonly secret: () => Promise<string | null>;
  /** JSON lines, one for each entry received. */
  readonly file: string;
}

interface Entry {
  readonly id: string;
  readonly index: number;
  readonly event: string;
  readonly at: string;
}

/**
 * A small supervision receiver: it checks each Standard Webhooks signature, keeps each entry once in the
 * order it came, synced to disk before it answers, and shows at `/` what it has. It stands in for a
 * supervisor's own platform, so that the push can be seen working.
 */
export async function startReceiver(
  options: ReceiverOptions,
): Promise<{ server: Server; received: () => number }> {
  await mkdir(path.dirname(options.file), { recursive: true });
  const kept = await Kept.open(options.file);
  const server = createServer((request, response) => {
    void answer(request, response, options, kept).catch((error: unknown) => {
      // The sender tries again; whoever runs the receiver finds the reason here.
      process.stderr.write(`supervision receiver: ${String(error)}\n`);
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  server.once('close', () => void kept.close());
  return { server, received: () => kept.entries.size };
}

/** The entries received, in a file of JSON lines. */
class Kept {
  readonly entries = new Map<string, Entry>();
  private readonly log: FileHandle;
  private last: Promise<void> = Promise.resolve();

  private constructor(log: FileHandle) {
    this.log = log;
  }

  static async open(file: string): Promise<Kept> {
    const before = (await readIfThere(file)) ?? '';
    const kept = new Kept(await open(file, 'a'));
    // A line without its end was cut off by a kill and never acknowledged: it will be sent again.
    const whole = before.slice(0, before.lastIndexOf('\n') + 1);
    await kept.log.truncate(Buffer.byteLength(whole));
    for (const line of whole.split('\n').filter(Boolean)) {
      const entry = entryOf(line);
      if (entry !== null) kept.entries.set(entry.id, entry);
    }
    return kept;
  }

  /** Keeps an entry unless it is there; one at a time, so that a repeat sent meanwhile is seen as one. */
  add(entry: Entry, line: string): Promise<void> {
    const added = this.last.then(async () => {
      if (this.entries.has(entry.id)) return;
      await this.log.appendFile(`${line}\n`);
      await this.log.sync();
      this.entries.set(entry.id, entry);
    });
    this.last = added.catch(() => undefined);
    return added;
  }

  close(): Promise<void> {
    return this.last.then(() => this.log.close());
  }
}

/** An entry of the record, as far as it is shown; null for any other JSON. */
function entryOf(line: string): Entry | null {
  let read: unknown;
  try {
    read = JSON.parse(line);
  } catch {
    // What is not JSON is no entry; its sender is told so.
    return null;
  }
  const { id, index, event, at } = (read ?? {}) as Record<string, unknown>;
  if (typeof id !== 'string' || typeof index !== 'number' || typeof event !== 'string') return null;
  return { id, index, event, at: String(at) };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: ReceiverOptions,
  kept: Kept,
): Promise<void> {
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(pageOf(kept));
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
  const entry = entryOf(line);
  if (entry === null) {
    response.writeHead(400).end('no entry of a record');
    return;
  }
  await kept.add(entry, line);
  response.writeHead(204).end();
}

function pageOf({ entries }: Kept): string {
  const lines = [...entries.values()]
    .slice(-LINES_SHOWN)
    .map(({ index, event, at }) => `${index}\t${at}\t${event}`);
  return `监督平台示例接收端 · received ${entries.size} entries\n\n${lines.join('\n')}\n`;
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
