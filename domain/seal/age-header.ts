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
/** Printable ASCII without the space, which separates arguments. */
const WORD = /^[\x21-\x7e]+$/;
const BODY_COLUMNS = 64;
const MAC_BYTES = 32;
/** RFC 4648 without padding, and with nothing but zeros in the bits that no byte uses: one text for one value. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048])?$/;

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
  if (!isMacLine(lines[next] ?? '') || !areRecipients(recipients)) return null;
  const sizeBytes = lines.slice(0, next + 1).reduce((size, line) => size + line.length + 1, 0);
  return { recipients, sizeBytes };
}

/** At least one; and a passphrase (scrypt) stands alone, or whoever knows it could not tell who wrote the file. */
function areRecipients(recipients: readonly AgeRecipient[]): boolean {
  return (
    recipients.length === 1 || (recipients.length > 1 && recipients.every(({ type }) => type !== 'scrypt'))
  );
}

function isMacLine(line: string): boolean {
  const mac = line.slice('--- '.length);
  return line.startsWith('--- ') && mac.length === Math.ceil((MAC_BYTES * 4) / 3) && BASE64.test(mac);
}

function readStanza(
  lines: readonly string[],
  from: number,
): { recipient: AgeRecipient; next: number } | null {
  const [arrow, type, ...args] = (lines[from] ?? '').split(' ');
  if (arrow !== '->' || type === undefined || ![type, ...args].every((word) => WORD.test(word))) return null;
  for (let next = from + 1; ; next++) {
    const line = lines[next];
    if (line === undefined || line.length > BODY_COLUMNS || !BASE64.test(line)) return null;
    if (line.length < BODY_COLUMNS) return { recipient: { type, args }, next: next + 1 };
  }
}
