const BLOCK_BYTES = 512;
const NAME_BYTES = 100;
const SIZE_OFFSET = 124;
const SIZE_BYTES = 12;
const CHECKSUM_OFFSET = 148;
const CHECKSUM_BYTES = 8;
const TYPE_OFFSET = 156;

/**
 * The content of a tar archive's first member, when it is a regular file of that name and stands whole
 * in the bytes given (POSIX.1-2017 pax, ustar header block); null otherwise.
 */
export function firstMember(bytes: Buffer, name: string): Buffer | null {
  if (bytes.length < BLOCK_BYTES) return null;
  const field = (offset: number, length: number): string =>
    bytes.toString('latin1', offset, offset + length).replace(/[\0 ].*$/s, '');
  if (field(0, NAME_BYTES).replace(/^\.\//, '') !== name) return null;
  const type = bytes[TYPE_OFFSET];
  if (type !== 0 && type !== '0'.charCodeAt(0)) return null;
  if (
    !/^[0-7]+$/.test(field(SIZE_OFFSET, SIZE_BYTES)) ||
    Number.parseInt(field(CHECKSUM_OFFSET, CHECKSUM_BYTES), 8) !== checksum(bytes)
  )
    return null;
  const end = BLOCK_BYTES + Number.parseInt(field(SIZE_OFFSET, SIZE_BYTES), 8);
  return end <= bytes.length ? bytes.subarray(BLOCK_BYTES, end) : null;
}

/** The sum of the header's bytes, its own field taken as spaces. */
function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let offset = 0; offset < BLOCK_BYTES; offset++) {
    const own = offset >= CHECKSUM_OFFSET && offset < CHECKSUM_OFFSET + CHECKSUM_BYTES;
    sum += own ? ' '.charCodeAt(0) : (bytes[offset] ?? 0);
  }
  return sum;
}
