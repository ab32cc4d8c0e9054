import { loadConfig } from '../../runtime/config.ts';
import { findTemporal } from '../../runtime/temporal/find.ts';
import { startTestPostgres, type TestPostgres } from './services.ts';

declare global {
  var openSealTestPostgres: TestPostgres | undefined;
}

/**
 * One PostgreSQL for the whole run; each test file makes databases of its own in it. The engine is found,
 * or built once, before any scenario needs it.
 */
export default async function setUp(): Promise<void> {
  await findTemporal(loadConfig(process.env), (line) => process.stderr.write(`${line}\n`));
  const postgres = await startTestPostgres();
  globalThis.openSealTestPostgres = postgres;
  process.env['OPENSEAL_TEST_POSTGRES'] = postgres.url;
}
