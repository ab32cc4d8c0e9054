import type { Context } from 'koa';

/**
 * The network address of the caller, as the record keeps it (电子招标投标办法 art. 49). Behind a proxy
 * it is what that proxy saw, and only when the configuration trusts it (app.proxy, maxIpsCount 1).
 */
export function addressOf(koa: Context): string {
  return koa.ip.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/, '');
}
