import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What the API counts. Labels are route patterns, never ids or addresses. */
export interface ApiMetrics {
  readonly registry: Registry;
  readonly requestSeconds: Histogram<'method' | 'route' | 'status'>;
  readonly requestsInFlight: Gauge;
  readonly problems: Counter<'code'>;
  readonly feedReaders: Gauge;
  readonly strangersRefused: Counter;
}

/** Creates the API's metrics in a registry of their own, or in one that others share. */
export function createApiMetrics(registry: Registry = new Registry()): ApiMetrics {
  if (registry.getMetricsAsArray().length === 0) collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'openseal_http_request_seconds',
      help: 'Time to answer a request, by route.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
    requestsInFlight: new Gauge({
      name: 'openseal_http_requests_in_flight',
      help: 'Requests being answered now.',
      registers,
    }),
    problems: new Counter({
      name: 'openseal_http_problems_total',
      help: 'Problems answered, by code.',
      labelNames: ['code'],
      registers,
    }),
    strangersRefused: new Counter({
      name: 'openseal_strangers_refused_total',
      help: 'Refused acts of persons who have nothing to do with the tender: counted, not recorded.',
      registers,
    }),
    feedReaders: new Gauge({
      name: 'openseal_record_feed_readers',
      help: 'Readers that wait for the next entry of the record.',
      registers,
    }),
  };
}
