/** Printable ASCII without the space, which separates arguments. */
const WORD = /^[\x21-\x7e]+$/;
const BODY_COLUMNS = 64;
const MAC_BYTES = 32;
/** RFC 4648 without padding, and with nothing but zeros in the bits that no byte uses: one text for one value. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048])?$/;

/** A header is looked for in so many bytes at most; real ones have some hundred, or some thousand with shares. */
export const HEADER_MAX_BYTES = 64 * 1024;

/** One stanza of a header: what some key needs to get at the file key, or what the file says of itself. */
export interface Stanza {
  readonly type: string;
  readonly args: readonly string[];
  readonly body: Uint8Array;
}

/** A header in the form of age (https://age-encryption.org/v1), whatever its version line. */
export interface Header {
  readonly stanzas: readonly Stanza[];
  readonly mac: Uint8Array;
  /** Length of the header in bytes; the encrypted payload begins there. */
  readonly sizeBytes: number;
  /** How many of them the MAC covers: up to and with its `---`. */
  readonly macedBytes: number;
}

/**
 * Reads a header: the version line, at least one stanza whose body ends with a short line, and the MAC
 * line. Null when the bytes do not begin with one. Says nothing of whether the payload decrypts; only
 * the key can.
 */
export function parseHeader(bytes: Uint8Array, versionLine: string): Header | null {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, HEADER_MAX_BYTES));
  const lines = text.split('\n');
  // What follows the last line feed is not a whole line.
  lines.pop();
  if (lines[0] !== versionLine) return null;
  const stanzas: Stanza[] = [];
  let next = 1;
  for (;;) {
    const line = lines[next];
    if (line === undefined) return null;
    if (line.startsWith('---')) break;
    const read = readStanza(lines, next);
    if (read === null) return null;
    stanzas.push(read.stanza);
    next = read.next;
  }
  const macText = (lines[next] ?? '').slice('--- '.length);
  if (!(lines[next] ?? '').startsWith('--- ') || macText.length !== Math.ceil((MAC_BYTES * 4) / 3))
    return null;
  const mac = fromBase64(macText);
  if (mac === null || stanzas.length === 0) return null;
  const sizeBytes = lines.slice(0, next + 1).reduce((size, line) => size + line.length + 1, 0);
  return { stanzas, mac, sizeBytes, macedBytes: sizeBytes - macText.length - 2 };
}

function readStanza(lines: readonly string[], from: number): { stanza: Stanza; next: number } | null {
  const [arrow, type, ...args] = (lines[from] ?? '').split(' ');
  if (arrow !== '->' || type === undefined || ![type, ...args].every((word) => WORD.test(word))) return null;
  let body = '';
  for (let next = from + 1; ; next++) {
    const line = lines[next];
    if (line === undefined || line.length > BODY_COLUMNS || !BASE64.test(line)) return null;
    body += line;
    if (line.length < BODY_COLUMNS) {
      return { stanza: { type, args, body: fromBase64(body) ?? new Uint8Array() }, next: next + 1 };
    }
  }
}

/** The text of a header up to and with the `---` of its MAC line: what the MAC is taken over. */
export function encodeStanzas(versionLine: string, stanzas: readonly Stanza[]): string {
  const lines = stanzas.map(({ type, args, body }) => {
    const text = toBase64(body);
    const rows: string[] = [];
    // A body of whole lines ends with an empty one.
    for (let at = 0; at <= text.length; at += BODY_COLUMNS) rows.push(text.slice(at, at + BODY_COLUMNS));
    return `-> ${[type, ...args].join(' ')}\n${rows.join('\n')}\n`;
  });
  return `${versionLine}\n${lines.join('')}---`;
}

/** RFC 4648 base64 without padding. */
export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll('=', '');
}

/** The bytes of a base64 text without padding; null for any text that no bytes are written as. */
export function fromBase64(text: string): Uint8Array | null {
  if (!BASE64.test(text)) return null;
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
