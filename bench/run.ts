/** `npm run --silent bench -- NAME`: runs one bench and prints its result as one JSON object. */
const benches: Readonly<Record<string, () => Promise<{ bench: () => Promise<unknown> }>>> = {
  fence: () => import('./fence.ts'),
  submit: () => import('./submit.ts'),
  memory: () => import('./memory.ts'),
  live: () => import('./live.ts'),
  seal: () => import('./seal.ts'),
  record: () => import('./record.ts'),
  opening: () => import('./opening.ts'),
  batch: () => import('./batch.ts'),
  work: () => import('./work.ts'),
};

const name = process.argv[2] ?? '';
const load = benches[name];
if (load === undefined) {
  console.error(`choose a bench: ${Object.keys(benches).join(', ')}`);
  process.exit(1);
}
const { bench } = await load();
process.stdout.write(`${JSON.stringify(await bench())}\n`);
process.exit(0);
