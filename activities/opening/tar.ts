const BLOCK_BYTES = 512;
const CHECKSUM_OFFSET = 148;
const CHECKSUM_BYTES = 8;
const TYPE_OFFSET = 156;
/** Records of an extended header that change what the next member is; others say when and whose it was. */
const TELLING_RECORDS = /^\d+ (path|size|linkpath|hdrcharset|GNU\.sparse[^=]*)=/m;

interface Member {
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
  /** Where the next header begins. */
  readonly nextOffset: number;
}

/**
 * The content of a tar archive's first member, when it is a regular file of that name and stands whole
 * in the bytes given (POSIX.1-2017 pax, ustar header block); null otherwise. Extended headers with
 * times and owners, as some tools write before each member, are passed over.
 */
export function firstMember(bytes: Buffer, name: string): Buffer | null {
  let member = memberAt(bytes, 0);
  while (member !== null && (member.type === 'x' || member.type === 'g')) {
    if (TELLING_RECORDS.test(member.content.toString('latin1'))) return null;
    member = memberAt(bytes, member.nextOffset);
  }
  if (member === null || (member.type !== '0' && member.type !== '\0')) return null;
  return member.name.replace(/^\.\//, '') === name ? member.content : null;
}

function memberAt(bytes: Buffer, offset: number): Member | null {
  const header = bytes.subarray(offset, offset + BLOCK_BYTES);
  if (header.length < BLOCK_BYTES) return null;
  const size = octal(header, 124, 12);
  if (size === null || octal(header, CHECKSUM_OFFSET, CHECKSUM_BYTES) !== checksum(header)) return null;
  const start = offset + BLOCK_BYTES;
  if (start + size > bytes.length) return null;
  // Only POSIX archives have a prefix to the name; GNU keeps times there.
  const prefix = header.toString('latin1', 257, 263) === 'ustar\0' ? text(header, 345, 155) : '';
  return {
    name: prefix === '' ? text(header, 0, 100) : `${prefix}/${text(header, 0, 100)}`,
    type: header.toString('latin1', TYPE_OFFSET, TYPE_OFFSET + 1),
    content: bytes.subarray(start, start + size),
    nextOffset: start + Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES,
  };
}

/** A text field, which ends at its first NUL or its end. */
function text(header: Buffer, offset: number, length: number): string {
  return header.toString('latin1', offset, offset + length).replace(/\0.*$/s, '');
}

/** A number field: octal digits between spaces or NULs. Null for anything else. */
function octal(header: Buffer, offset: number, length: number): number | null {
  const digits = /^ *([0-7]+)[ \0]*$/.exec(header.toString('latin1', offset, offset + length))?.[1];
  return digits === undefined ? null : Number.parseInt(digits, 8);
}

/** The sum of the header's bytes, its own field taken as spaces. */
function checksum(header: Buffer): number {
  let sum = 0;
  for (const [offset, byte] of header.entries()) {
    const own = offset >= CHECKSUM_OFFSET && offset < CHECKSUM_OFFSET + CHECKSUM_BYTES;
    sum += own ? ' '.charCodeAt(0) : byte;
  }
  return sum;
}
