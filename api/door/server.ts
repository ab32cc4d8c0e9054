import http from 'node:http';
import { LingeringResponse } from './lingering.ts';
import { USUAL_PACE, type PaceLimits } from './pace.ts';
import { admitBody } from './request-body.ts';

/** Headers are small: whoever has not sent them by then is not served (ms). */
const HEADERS_WITHIN_MS = 30_000;

type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => unknown;

/**
 * The door of the platform: an HTTP server whose answers reach whoever is still sending, whose bodies end when
 * they stall, and which asks for a body (`100 Continue`) only once somebody reads it.
 */
export function openDoor(handle: Handler, pace: PaceLimits = USUAL_PACE): http.Server {
  const admitted =
    (awaitsContinue: boolean): Handler =>
    (request, response) => {
      admitBody(request, response, { awaitsContinue, pace });
      handle(request, response);
    };
  const server = http.createServer({ ServerResponse: LingeringResponse }, admitted(false));
  server.on('checkContinue', admitted(true));
  server.headersTimeout = HEADERS_WITHIN_MS;
  // Bids may take long to arrive: what ends an upload is its size limit and its pace, not its length.
  server.requestTimeout = 0;
  return server;
}
