import type { Context } from 'koa';
import type { ApiConfig } from '../deps.ts';
import { DEVICE_SECONDS } from './device-token.ts';

/**
 * The two cookies of browsers. Both are HttpOnly, SameSite=Strict and of this host alone; with an encrypted public
 * address they are Secure and carry the prefix `__Host-`, so that no neighbouring host can put its own in their place.
 */
export type Cookie = 'session' | 'device';
const NAMES: Readonly<Record<Cookie, string>> = { session: 'openseal-session', device: 'openseal-device' };

type Place = { readonly http: Pick<ApiConfig['http'], 'publicUrl'> };

const isEncrypted = ({ http }: Place): boolean => http.publicUrl.startsWith('https:');

/** The name of a cookie under this configuration. */
export function cookieName(cookie: Cookie, config: Place): string {
  return `${isEncrypted(config) ? '__Host-' : ''}${NAMES[cookie]}`;
}

/** What a browser sent as a cookie; null when it sent none. */
export function readCookie(koa: Context, cookie: Cookie, config: Place): string | null {
  const name = `${cookieName(cookie, config)}=`;
  for (const pair of koa.get('Cookie').split(';')) {
    const text = pair.trim();
    if (text.startsWith(name)) return text.slice(name.length);
  }
  return null;
}

/** Has the browser keep a sign-in's token until it runs out; epoch ms. */
export function setSessionCookie(
  koa: Context,
  config: Place,
  token: string,
  lifetime: { readonly nowAt: number; readonly expiresAt: number },
): void {
  const seconds = Math.max(0, Math.floor((lifetime.expiresAt - lifetime.nowAt) / 1_000));
  append(koa, config, 'session', token, seconds);
}

/** Has the browser forget the sign-in. */
export function clearSessionCookie(koa: Context, config: Place): void {
  append(koa, config, 'session', '', 0);
}

/** Has the device be known again. */
export function setDeviceCookie(koa: Context, config: Place, token: string): void {
  append(koa, config, 'device', token, DEVICE_SECONDS);
}

function append(koa: Context, config: Place, cookie: Cookie, value: string, seconds: number): void {
  const parts = [
    `${cookieName(cookie, config)}=${value}`,
    'Path=/',
    `Max-Age=${seconds}`,
    'HttpOnly',
    'SameSite=Strict',
    ...(isEncrypted(config) ? ['Secure'] : []),
  ];
  koa.append('Set-Cookie', parts.join('; '));
}
