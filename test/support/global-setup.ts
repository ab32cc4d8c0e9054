import { loadConfig } from '../../runtime/config.ts';
import { findTemporal } from '../../runtime/temporal/find.ts';
import { findTestS3 } from './s3-server.ts';
import { startTestPostgres, type TestPostgres } from './services.ts';

declare global {
  var openSealTestPostgres: TestPostgres | undefined;
}

/**
 * One PostgreSQL for the whole run; each test file makes databases of its own in it. The engine is found,
 * or built once, before any scenario needs it; so is an S3 server.
 */
export default async function setUp(): Promise<void> {
  await findTemporal(loadConfig(process.env), (line) => process.stderr.write(`${line}\n`));
  const s3 = await findTestS3();
  if ('reason' in s3) process.stderr.write(`${s3.reason}\n`);
  const postgres = await startTestPostgres();
  globalThis.openSealTestPostgres = postgres;
  process.env['OPENSEAL_TEST_POSTGRES'] = postgres.url;
}
