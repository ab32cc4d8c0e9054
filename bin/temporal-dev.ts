import path from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { loadConfig } from '../runtime/config.ts';

/**
 * The Temporal CLI's development server, as the SDK downloads it. With `--probe` it only shows that it
 * can be had; otherwise it serves until it is told to stop, its data in the data folder.
 */
const config = loadConfig(process.env);
const probe = process.argv.includes('--probe');
const environment = await TestWorkflowEnvironment.createLocal({
  server: {
    executable: { type: 'cached-download', downloadDir: config.cacheDir, version: 'default' },
    namespace: config.temporal.namespace,
    ...(probe ? {} : { port: config.temporal.port, dbFilename: path.join(config.dataDir, 'temporal.db') }),
  },
});
if (probe) await environment.teardown();
else process.once('SIGTERM', () => void environment.teardown().then(() => process.exit(0)));
