const MIB = 1024 * 1024;
/** More than the largest thing that a platform publishes: an entry with what stands beside it. */
const MAX_BYTES = 64 * MIB;

/** The bytes of an answer. Throws an Error where they are more than any platform gives, and reads no more of them. */
export async function boundedBytes(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body ?? []) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_BYTES) throw new Error(`${response.url} answers more than ${MAX_BYTES / MIB} MiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
