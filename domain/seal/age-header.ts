/** One recipient of an age file: its type (`X25519`, `scrypt`, ...) and arguments. */
export interface AgeRecipient {
  readonly type: string;
  readonly args: readonly string[];
}

export interface AgeHeader {
  readonly recipients: readonly AgeRecipient[];
  /** Length of the header in bytes; the encrypted payload begins there. */
  readonly sizeBytes: number;
}

/** A header is looked for in so many bytes at most; real ones have some hundred. */
export const AGE_HEADER_MAX_BYTES = 64 * 1024;

const VERSION = 'age-encryption.org/v1';
const WORD = /^[\x21-\x7e]+$/;
const BODY = /^[A-Za-z0-9+/]*$/;
const BODY_COLUMNS = 64;
const MAC_LINE = /^--- [A-Za-z0-9+/]{43}$/;

/**
 * Reads the header of an age file (https://age-encryption.org/v1): the version line, at least one
 * recipient stanza whose body ends with a short line, and the MAC line. Null when the bytes do not begin with
 * one: then they are no sealed bid. Says nothing of whether the payload decrypts; only the key can.
 */
export function parseAgeHeader(bytes: Uint8Array): AgeHeader | null {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, AGE_HEADER_MAX_BYTES));
  const lines = text.split('\n');
  // What follows the last line feed is not a whole line.
  lines.pop();
  if (lines[0] !== VERSION) return null;
  const recipients: AgeRecipient[] = [];
  let next = 1;
  for (;;) {
    const line = lines[next];
    if (line === undefined) return null;
    if (line.startsWith('---')) break;
    const stanza = readStanza(lines, next);
    if (stanza === null) return null;
    recipients.push(stanza.recipient);
    next = stanza.next;
  }
  if (recipients.length === 0 || !MAC_LINE.test(lines[next] ?? '')) return null;
  const sizeBytes = lines.slice(0, next + 1).reduce((size, line) => size + line.length + 1, 0);
  return { recipients, sizeBytes };
}

function readStanza(
  lines: readonly string[],
  from: number,
): { recipient: AgeRecipient; next: number } | null {
  const [arrow, type, ...args] = (lines[from] ?? '').split(' ');
  if (arrow !== '->' || type === undefined || ![type, ...args].every((word) => WORD.test(word))) return null;
  for (let next = from + 1; ; next++) {
    const line = lines[next];
    if (line === undefined || line.length > BODY_COLUMNS || !BODY.test(line)) return null;
    if (line.length < BODY_COLUMNS) return { recipient: { type, args }, next: next + 1 };
  }
}
