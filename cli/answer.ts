const MIB = 1024 * 1024;
/** More than the largest thing that a platform publishes: an entry with what stands beside it. */
const MAX_BYTES = 64 * MIB;
/** Longer than a platform waits for the proof that it is asked for (90 s). */
const SILENT_MS = 120_000;
/** A platform that has no time now is asked again for so long. */
const ASKED_FOR_MS = 120_000;
const REASON_MAX = 500;

/** How an address is asked. */
export interface Asking {
  readonly headers?: Readonly<Record<string, string>>;
  /** The platform is given up when nothing comes from it for so long (ms). */
  readonly silentMs?: number;
}

/**
 * Reads what an address answers, as a whole; one that says "too many" (429) or "not now" (503) is asked again when it says.
 * Throws an Error with what it says where it refuses, where it answers more than any platform gives, and where it says nothing
 * any more.
 */
export async function readAnswer(url: URL | string, asking: Asking = {}): Promise<Uint8Array> {
  const endsAt = performance.now() + ASKED_FOR_MS;
  for (;;) {
    const { status, ok, bytes, retryAfter } = await askOnce(url, asking);
    if (ok) return bytes;
    const waitMs = Math.max(1, Number(retryAfter ?? 1) || 1) * 1_000;
    const later = status === 429 || status === 503;
    if (!later || performance.now() + waitMs > endsAt)
      throw new Error(`${String(url)} answers ${status}: ${reasonIn(bytes)}`);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

async function askOnce(url: URL | string, { headers = {}, silentMs = SILENT_MS }: Asking) {
  const silence = new AbortController();
  const giveUp = (): void =>
    silence.abort(new Error(`${String(url)} has said nothing for ${silentMs / 1_000} s`));
  const silent = setTimeout(giveUp, silentMs);
  try {
    const response = await fetch(url, { headers, signal: silence.signal });
    const bytes = await boundedBytes(response, () => silent.refresh());
    const { status, ok } = response;
    return { status, ok, bytes, retryAfter: response.headers.get('Retry-After') };
  } finally {
    clearTimeout(silent);
  }
}

/** The bytes of an answer. Throws an Error where they are more than any platform gives, and reads no more of them. */
async function boundedBytes(response: Response, heard: () => void): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body ?? []) {
    heard();
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_BYTES) throw new Error(`${response.url} answers more than ${MAX_BYTES / MIB} MiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What a refusal says: the sentence of a problem, or the beginning of whatever else it is. */
function reasonIn(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('utf8');
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    if (typeof detail === 'string') return detail.slice(0, REASON_MAX);
  } catch {
    // Not from the platform, then: what it says is shown as it is.
  }
  return text.slice(0, REASON_MAX);
}
