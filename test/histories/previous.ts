/**
 * Keeps the workflow code as it stands as that of the previous version, for the test that runs its tenders to
 * their end under the next:
 *
 *   node test/histories/previous.ts                             when a version is released
 *
 * The source map is left out, for it would be three times as large.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundleWorkflows } from '../../activities/worker.ts';

const { code } = await bundleWorkflows();
const file = path.join(import.meta.dirname, 'previous', 'bundle.js.gz');
const bare = code.slice(0, code.lastIndexOf('//# sourceMappingURL='));
await writeFile(file, gzipSync(bare, { level: 9 }));
console.log(file);
