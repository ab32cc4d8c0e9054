import type { Context } from 'koa';
import { canonicalAddress } from '../../runtime/addresses.ts';

/** The most addresses that are read of a header that anybody may write. */
const HOPS_AT_MOST = 32;

/**
 * The network address of the caller, as the record keeps it (电子招标投标办法 art. 49) and limits count it. It is the
 * peer's, unless that is a proxy of the configuration's (`trusted`): then it is what that proxy saw, which it wrote
 * last into X-Forwarded-For; and so on, from proxy to proxy, up to the first that is none of ours. What stands
 * before that anybody can have written.
 */
export function addressOf(koa: Context, trusted: (address: string) => boolean): string {
  let address = canonicalAddress(koa.req.socket.remoteAddress ?? '') ?? '';
  if (!trusted(address)) return address;
  const hops = koa.get('X-Forwarded-For').split(',').slice(-HOPS_AT_MOST);
  for (const hop of hops.toReversed()) {
    const before = canonicalAddress(hop.trim());
    // A proxy of ours writes addresses; anything else is nobody's word.
    if (before === null) break;
    address = before;
    if (!trusted(address)) break;
  }
  return address;
}
