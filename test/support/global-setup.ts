import { startTestPostgres, type TestPostgres } from './services.ts';

declare global {
  var openSealTestPostgres: TestPostgres | undefined;
}

/** One PostgreSQL for the whole run; each test file makes databases of its own in it. */
export default async function setUp(): Promise<void> {
  const postgres = await startTestPostgres();
  globalThis.openSealTestPostgres = postgres;
  process.env['OPENSEAL_TEST_POSTGRES'] = postgres.url;
}
