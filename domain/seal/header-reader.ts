import { SCHEMES, VERSION_LINES, type Scheme } from './demand.ts';
import { fromBase64, isBase64, type Header, type Stanza } from './stanza.ts';

/** Printable ASCII without the space, which separates arguments. */
const WORD = /^[\x21-\x7e]+$/;
const BODY_COLUMNS = 64;
/** The text of a MAC of 32 bytes. */
const MAC_COLUMNS = 43;
const ARMOR_LINE = '-----BEGIN AGE ENCRYPTED FILE-----';
const LINE_FEED = 0x0a;

/** A header is looked for in so many bytes at most; real ones have some hundred, or some thousand with shares. */
export const HEADER_MAX_BYTES = 64 * 1024;

/** The header of a sealed file, with the scheme that its first line names. */
export interface FoundHeader {
  readonly scheme: Scheme;
  readonly header: Header;
}

/** What is known of a file by its first bytes: `armored` is age's text form, which is no header yet. */
export type HeaderFinding = 'unfinished' | 'no-header' | 'armored' | FoundHeader;

/**
 * Reads a header (https://age-encryption.org/v1, or of the same form) as its bytes come: the version line, at least
 * one stanza whose body ends with a short line, and the MAC line. Looks at each byte once, however small the pieces are
 * that it comes in, and says so as soon as what came cannot become a header any more. Says nothing of whether the payload
 * decrypts; only the key can.
 */
export class HeaderReader {
  private readonly decoder = new TextDecoder('latin1');
  private readonly stanzas: Stanza[] = [];
  private finding: HeaderFinding = 'unfinished';
  private scheme: Scheme | null = null;
  /** White space before the first line: armor may have it, a header may not. */
  private spaced = false;
  /** The stanza whose body is being read. */
  private open: { readonly type: string; readonly args: readonly string[]; body: string } | null = null;
  private line = '';
  private sizeBytes = 0;

  /** Takes what comes next, and says what is known by now. What follows the header is not looked at. */
  push(bytes: Uint8Array): HeaderFinding {
    for (let at = 0; at < bytes.length && this.finding === 'unfinished';) {
      const left = HEADER_MAX_BYTES - this.sizeBytes;
      const piece = bytes.subarray(at, at + left);
      const feed = piece.indexOf(LINE_FEED);
      this.line += this.decoder.decode(feed < 0 ? piece : piece.subarray(0, feed));
      const taken = feed < 0 ? piece.length : feed + 1;
      this.sizeBytes += taken;
      at += taken;
      if (feed < 0) this.finding = this.partOfLine();
      else this.finding = this.wholeLine();
    }
    return this.finding;
  }

  private partOfLine(): HeaderFinding {
    if (this.sizeBytes >= HEADER_MAX_BYTES) return 'no-header';
    return this.scheme === null ? this.firstLine(false) : 'unfinished';
  }

  private wholeLine(): HeaderFinding {
    const finding = this.scheme === null ? this.firstLine(true) : this.nextLine(this.line);
    this.line = '';
    return finding === 'unfinished' && this.sizeBytes >= HEADER_MAX_BYTES ? 'no-header' : finding;
  }

  private firstLine(whole: boolean): HeaderFinding {
    const text = this.line.trimStart();
    this.spaced ||= text.length < this.line.length || (whole && text === '');
    this.line = text;
    if (text.startsWith(ARMOR_LINE)) return 'armored';
    if (text === '' || (!whole && ARMOR_LINE.startsWith(text))) return 'unfinished';
    if (this.spaced) return 'no-header';
    if (!whole) {
      return SCHEMES.some((scheme) => VERSION_LINES[scheme].startsWith(text)) ? 'unfinished' : 'no-header';
    }
    this.scheme = SCHEMES.find((scheme) => VERSION_LINES[scheme] === text) ?? null;
    return this.scheme === null ? 'no-header' : 'unfinished';
  }

  private nextLine(line: string): HeaderFinding {
    if (this.open !== null) return this.bodyLine(this.open, line);
    if (line.startsWith('---')) return this.macLine(line);
    const [arrow, type, ...args] = line.split(' ');
    if (arrow !== '->' || type === undefined || ![type, ...args].every((word) => WORD.test(word)))
      return 'no-header';
    this.open = { type, args, body: '' };
    return 'unfinished';
  }

  private bodyLine(
    open: { type: string; args: readonly string[]; body: string },
    line: string,
  ): HeaderFinding {
    if (line.length > BODY_COLUMNS || !isBase64(line)) return 'no-header';
    open.body += line;
    if (line.length === BODY_COLUMNS) return 'unfinished';
    const { type, args, body } = open;
    this.stanzas.push({ type, args, body: fromBase64(body) ?? new Uint8Array() });
    this.open = null;
    return 'unfinished';
  }

  private macLine(line: string): HeaderFinding {
    const { scheme, stanzas, sizeBytes } = this;
    const text = line.slice('--- '.length);
    const mac = line.startsWith('--- ') && text.length === MAC_COLUMNS ? fromBase64(text) : null;
    if (mac === null || scheme === null || stanzas.length === 0) return 'no-header';
    return { scheme, header: { stanzas, mac, sizeBytes, macedBytes: sizeBytes - MAC_COLUMNS - 2 } };
  }
}

/** The header at the beginning of some bytes; null when they do not begin with a whole one. */
export function parseSealedHeader(bytes: Uint8Array): FoundHeader | null {
  const finding = new HeaderReader().push(bytes);
  return typeof finding === 'string' ? null : finding;
}
