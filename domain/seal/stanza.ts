const BODY_COLUMNS = 64;
/** RFC 4648 without padding, and with nothing but zeros in the bits that no byte uses: one text for one value. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048])?$/;

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

/** Whether a text is base64 without padding, in the one form that some bytes have. */
export const isBase64 = (text: string): boolean => BASE64.test(text);

/** The bytes of a base64 text without padding; null for any text that no bytes are written as. */
export function fromBase64(text: string): Uint8Array | null {
  if (!isBase64(text)) return null;
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
