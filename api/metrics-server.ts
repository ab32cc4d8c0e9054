import http from 'node:http';
import type { Registry } from 'prom-client';
import type { Logger } from 'pino';

/**
 * Serves metrics on an address of their own, apart from everything public: they count requests by route, and so would
 * tell who watches that bids come in. What cannot be served is said in the log and stops nothing else.
 */
export function serveMetrics(
  registry: Registry,
  address: { readonly host: string; readonly port: number },
  logger: Logger,
): http.Server {
  const server = http.createServer((request, response) => {
    const known = request.url?.split('?')[0] === '/metrics';
    if (!known || !['GET', 'HEAD'].includes(request.method ?? '')) {
      response.writeHead(known ? 405 : 404, known ? { Allow: 'GET, HEAD' } : {}).end();
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'Content-Type': registry.contentType }).end(text),
      (error: unknown) => {
        logger.error({ err: error }, 'metrics could not be read');
        response.writeHead(500).end();
      },
    );
  });
  server.on('error', (error) =>
    logger.error({ reason: error.message, ...address }, 'metrics are not served'),
  );
  server.listen(address.port, address.host);
  // Whoever reads metrics keeps no process alive.
  server.unref();
  return server;
}
