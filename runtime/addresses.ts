import { BlockList, isIP, isIPv4 } from 'node:net';

/**
 * Network addresses as text, and what follows from them: whether one is of the public internet, and which
 * addresses belong together. An IPv4 address written as IPv6 (`::ffff:…`) is that IPv4 address everywhere.
 */

const IPV6_GROUPS = 8;

/** The 4 or 16 bytes of an address; null when the text is none. */
function addressBytes(text: string): Uint8Array | null {
  const bare = text.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const kind = isIP(bare);
  if (kind === 0) return null;
  if (kind === 4) return Uint8Array.from(bare.split('.').map(Number));
  const bytes = ipv6Bytes(bare);
  const mapped = bytes.subarray(0, 12).every((byte, index) => byte === (index < 10 ? 0 : 0xff));
  return mapped ? bytes.subarray(12) : bytes;
}

function ipv6Bytes(text: string): Uint8Array {
  // The last 32 bits may be written as IPv4.
  const plain = text.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, ...parts: string[]) => {
    const [a, b, c, d] = parts.slice(0, 4).map(Number);
    return `${((a! << 8) | b!).toString(16)}:${((c! << 8) | d!).toString(16)}`;
  });
  const [head = '', tail] = plain.split('::');
  const groups = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((one) => parseInt(one, 16));
  const [first, last] = [groups(head), groups(tail ?? '')];
  const all = [...first, ...Array<number>(IPV6_GROUPS - first.length - last.length).fill(0), ...last];
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

/** An address in one form, however it was written; null when the text is none. */
export function canonicalAddress(text: string): string | null {
  const bytes = addressBytes(text);
  if (bytes === null) return null;
  return bytes.length === 4 ? bytes.join('.') : new URL(`http://[${groupsOf(bytes)}]/`).hostname.slice(1, -1);
}

function groupsOf(bytes: Uint8Array): string {
  const groups: string[] = [];
  for (let at = 0; at < bytes.length; at += 2) groups.push(((bytes[at]! << 8) | bytes[at + 1]!).toString(16));
  return groups.join(':');
}

/**
 * The network of an address, cut to so many bits, e.g. `2001:db8::/64`. Text that is no address stands for itself.
 */
export function networkOf(text: string, bits: { readonly ipv4: number; readonly ipv6: number }): string {
  const bytes = addressBytes(text);
  if (bytes === null) return text;
  const kept = bytes.length === 4 ? bits.ipv4 : bits.ipv6;
  const cut = bytes.map(
    (byte, index) => byte & (0xff00 >> Math.min(8, Math.max(0, kept - index * 8))) & 0xff,
  );
  return `${bytes.length === 4 ? cut.join('.') : canonicalAddress(groupsOf(cut))}/${kept}`;
}

/** What one customer of a provider has at the least: an IPv4 address, or 2^64 IPv6 addresses to change among at will. */
export const customerOf = (address: string): string => networkOf(address, { ipv4: 32, ipv6: 64 });

/** IPv4 that is not of the public internet (IANA IPv4 Special-Purpose Address Registry), multicast and reserved included. */
const SPECIAL_IPV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/**
 * Of IPv6 only global unicast is public at all (RFC 4291), and of it not what serves protocols, carries an IPv4
 * address inside (Teredo, 6to4) or is for documentation. NAT64 (64:ff9b::/96, 64:ff9b:1::/48) lies outside of it.
 */
const GLOBAL_IPV6 = ['2000::', 3] as const;
const SPECIAL_IPV6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const special = new BlockList();
for (const [net, bits] of SPECIAL_IPV4) special.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of SPECIAL_IPV6) special.addSubnet(net, bits, 'ipv6');
const globalIpv6 = new BlockList();
globalIpv6.addSubnet(...GLOBAL_IPV6, 'ipv6');

/** Whether an address is one of the public internet, which everybody reaches. False for text that is no address. */
export function isPublicAddress(text: string): boolean {
  const address = canonicalAddress(text);
  if (address === null) return false;
  if (isIPv4(address)) return !special.check(address, 'ipv4');
  return globalIpv6.check(address, 'ipv6') && !special.check(address, 'ipv6');
}

/**
 * Whether an address is one of a list such as `10.0.0.1, 2001:db8::/32`. Throws a RangeError for an entry that is
 * neither an address nor a network.
 */
export function addressList(entries: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const entry of entries) {
    const [net = '', bits, ...more] = entry.split('/');
    const address = canonicalAddress(net);
    const kind = address === null ? null : isIPv4(address) ? 'ipv4' : 'ipv6';
    const length =
      bits === undefined ? (kind === 'ipv4' ? 32 : 128) : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
    if (
      address === null ||
      kind === null ||
      more.length > 0 ||
      length < 0 ||
      length > (kind === 'ipv4' ? 32 : 128)
    )
      throw new RangeError(`${entry} is neither an address nor a network`);
    list.addSubnet(address, length, kind);
  }
  return (text) => {
    const address = canonicalAddress(text);
    return address !== null && list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  };
}
