import helmet from 'koa-helmet';
import type { Middleware } from 'koa';

/** What pages of ours may load: nothing from elsewhere, no script at all. `styleHash` allows one inline stylesheet. */
export function pagePolicy(styleHash: string | null): string {
  const style = styleHash === null ? "'none'" : `'sha256-${styleHash}'`;
  return `default-src 'none'; style-src ${style}; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

/** Security headers for every answer; pages widen the content policy for themselves. */
export function securityHeaders(publicUrl: string): Middleware {
  const encrypted = publicUrl.startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
      },
    },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    // Without TLS the header would be ignored by browsers, and would only mislead.
    hsts: encrypted ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  });
}
