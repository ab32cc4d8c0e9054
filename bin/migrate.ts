import { loadConfig } from '../runtime/config.ts';
import { prepareNamespace } from '../runtime/temporal/namespace.ts';
import { migrate } from '../store/index.ts';
import { addresses } from './process.ts';

/** Brings the database's schema up to date, and the engine's namespace and search attributes. */
const config = loadConfig(process.env);
const { databaseUrl, temporalAddress } = addresses(config);
const applied = await migrate(databaseUrl);
console.log(applied.length === 0 ? 'the schema is up to date' : `applied ${applied.join(', ')}`);
await prepareNamespace(temporalAddress, config);
console.log(`namespace ${config.temporal.namespace} is ready`);
