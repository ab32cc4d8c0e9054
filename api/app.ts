import Router from '@koa/router';
import Koa from 'koa';
import { claimAdminRoutes } from './admin/claims.ts';
import { dutyRoutes } from './admin/duties.ts';
import { outageRoutes } from './admin/outages.ts';
import { setAsideRoutes } from './admin/set-aside.ts';
import { queueRoutes } from './admin/queue.ts';
import { administratorRoutes } from './admin/administrators.ts';
import { archiveRoutes } from './admin/archive.ts';
import { holidayNoticeRoutes } from './admin/holiday-notices.ts';
import { adminRoutes } from './admin/routes.ts';
import { timestampAdminRoutes } from './admin/timestamps.ts';
import { complaintActionsRoute } from './complaints/actions.ts';
import { complaintAuthorityRoutes } from './complaints/authority.ts';
import { complaintRoutes } from './complaints/parties.ts';
import { complaintDecisionRoutes } from './complaints/published.ts';
import type { Deps, Face } from './deps.ts';
import { dispatch } from './dispatch.ts';
import { DOCS_STYLE_HASH, docsPage } from './docs-page.ts';
import { Places } from './door/places.ts';
import { documentRoutes, storingRoutes } from './documents/routes.ts';
import { paperRoutes, takeDocument } from './documents/take.ts';
import { identityRoutes } from './identity/routes.ts';
import { accessLog } from './middleware/access-log.ts';
import { problems } from './middleware/errors.ts';
import { createRateLimits } from './middleware/rate-limits.ts';
import { requestIds } from './middleware/request-id.ts';
import { pagePolicy, securityHeaders } from './middleware/security-headers.ts';
import { openApiDocument } from './openapi.ts';
import { acceptanceRoutes } from './pki/acceptances.ts';
import { publicSignatureRoutes, signatureReads, signatureRoutes } from './pki/signatures.ts';
import { trustAdminRoutes, trustListRoutes } from './pki/trust-list.ts';
import { problem } from './problem.ts';
import { authorityRoutes } from './public/authorities.ts';
import { disclosureRoutes } from './public/disclosure.ts';
import { platformRoutes } from './public/platform.ts';
import { homeRoutes } from './public/home.ts';
import { logRoutes } from './public/log.ts';
import { publicationPolicyRoutes } from './public/publication-policy.ts';
import { recordRoutes } from './public/record.ts';
import { assertAccess, route, type Route } from './route.ts';
import { supervisionRoutes } from './supervision/routes.ts';
import { publicFacts, systemRoutes } from './system/routes.ts';
import { tenderActionsRoute } from './trading/actions.ts';
import { bidRoutes } from './trading/bids.ts';
import { commandRoutes } from './trading/commands.ts';
import { demandProofRoutes } from './trading/demand-proof.ts';
import { deleteDraft } from './trading/delete-draft.ts';
import { draftRoutes } from './trading/drafts.ts';
import { hallRoutes } from './trading/hall.ts';
import { mandateRoutes } from './trading/mandates.ts';
import { keyRoutes } from './trading/opening.ts';
import { sealPageRoutes } from './trading/seal-page.ts';
import { questionRoutes } from './trading/questions.ts';
import { receiptProofRoutes } from './trading/receipt-proof.ts';
import { shareRoutes } from './trading/shares.ts';
import { clockRoutes, tenderReads } from './trading/tenders.ts';
import { timestampFacts, timestampRoutes } from './trading/timestamps.ts';
import { uploadRoutes } from './uploads/routes.ts';
import { workRoutes } from './work/my-work.ts';

/** Also those that tell a signed-in reader more than others. */
const isOpenToVisitors = ({ access }: Route): boolean => access === 'public' || access === 'visitor';

/** The routes of each face. The public service platform has no trading function (方案 7): only reads open to everybody. */
const FACES: Readonly<Record<Face, readonly Route[]>> = {
  trading: [
    ...homeRoutes,
    ...identityRoutes,
    ...workRoutes,
    ...documentRoutes,
    ...uploadRoutes,
    ...signatureRoutes,
    ...signatureReads,
    ...publicSignatureRoutes,
    ...trustListRoutes,
    ...draftRoutes,
    ...mandateRoutes,
    deleteDraft,
    ...commandRoutes,
    ...questionRoutes,
    ...bidRoutes,
    ...timestampRoutes,
    ...timestampFacts,
    ...sealPageRoutes,
    ...receiptProofRoutes,
    ...keyRoutes,
    ...shareRoutes,
    ...acceptanceRoutes,
    ...hallRoutes,
    ...complaintRoutes,
    ...tenderReads,
    tenderActionsRoute,
    complaintActionsRoute,
    ...demandProofRoutes,
    ...clockRoutes,
  ],
  public: [
    ...homeRoutes,
    ...recordRoutes,
    ...logRoutes,
    ...disclosureRoutes,
    ...publicationPolicyRoutes,
    ...publicFacts,
    ...complaintDecisionRoutes,
    ...timestampFacts,
    ...authorityRoutes,
    ...platformRoutes,
    ...publicSignatureRoutes,
    ...trustListRoutes,
    ...tenderReads,
    ...demandProofRoutes,
    takeDocument,
    ...hallRoutes.filter(isOpenToVisitors),
  ],
  supervision: [
    ...identityRoutes,
    ...workRoutes,
    ...supervisionRoutes,
    ...complaintAuthorityRoutes,
    tenderActionsRoute,
    complaintActionsRoute,
    ...signatureReads,
    ...paperRoutes,
  ],
  admin: [
    ...identityRoutes,
    ...workRoutes,
    ...administratorRoutes,
    ...adminRoutes,
    ...claimAdminRoutes,
    ...storingRoutes,
    ...holidayNoticeRoutes,
    ...archiveRoutes,
    ...queueRoutes,
    tenderActionsRoute,
    ...dutyRoutes,
    ...outageRoutes,
    ...setAsideRoutes,
    ...timestampAdminRoutes,
    ...trustAdminRoutes,
  ],
};

/** The routes that an API process with these faces serves, each once. */
export function routesOf(faces: readonly Face[]): readonly Route[] {
  return [...new Set([...systemRoutes, ...faces.flatMap((face) => FACES[face])])];
}

/** The application. Everything comes in through `deps`; it opens nothing by itself. */
export function createApp(deps: Deps): Koa {
  const { config, logger, metrics } = deps;
  const app = new Koa();
  app.silent = true;
  const routes = routesOf(config.roles);
  const router = new Router();
  const limits = createRateLimits(config);
  const places = new Places(config.bodies.atOnce);
  for (const one of [...routes, ...documentation(routes, config)]) {
    assertAccess(one.access, one.operationId);
    router.register(one.path, [one.method], dispatch(one, deps, limits, places));
  }
  app.use(requestIds);
  app.use(securityHeaders(config.http.publicUrl));
  app.use(accessLog(logger, metrics));
  app.use(problems(logger, metrics));
  app.use(router.routes());
  app.use(otherMethods(router));
  return app;
}

/** What a known address does not take: OPTIONS says what it does, other methods are refused with 405. */
function otherMethods(router: Router): Koa.Middleware {
  return async (koa, next) => {
    await next();
    const matched = router.match(koa.path, koa.method).path;
    if (matched.length === 0 || koa.body !== undefined || koa.respond === false) return;
    const allowed = [...new Set(matched.flatMap((layer) => layer.methods)), 'OPTIONS'].join(', ');
    if (koa.method === 'OPTIONS') {
      koa.status = 204;
      koa.set('Allow', allowed);
      return;
    }
    throw problem(405, 'method-not-allowed', {
      zh: '此地址不接受该方法',
      en: 'this address does not take that method',
      accepted: { zh: allowed, en: allowed },
      headers: { Allow: allowed },
    });
  };
}

function documentation(routes: readonly Route[], config: Deps['config']): Route[] {
  const document = openApiDocument(routes, { title: config.platformName, publicUrl: config.http.publicUrl });
  const text = JSON.stringify(document);
  const page = docsPage(document);
  const open = { method: 'get', tags: ['system'], access: 'public' } as const;
  return [
    route({
      ...open,
      path: '/openapi.json',
      operationId: 'openApi',
      summary: 'OpenAPI 3.1',
      responses: { 200: { description: 'the document' } },
      handler: () =>
        Promise.resolve({
          status: 200 as const,
          body: text,
          headers: { 'Content-Type': 'application/json; charset=utf-8' },
        }),
    }),
    route({
      ...open,
      path: '/docs',
      operationId: 'docs',
      summary: 'The API to browse',
      responses: { 200: { description: 'a page', mediaType: 'text/html' } },
      handler: () =>
        Promise.resolve({
          status: 200 as const,
          body: page,
          headers: {
            'Content-Type': 'text/html; charset=utf-8',
            'Content-Security-Policy': pagePolicy(DOCS_STYLE_HASH),
          },
        }),
    }),
  ];
}
