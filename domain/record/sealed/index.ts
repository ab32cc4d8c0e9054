export * from './batch.ts';
export * from './tree.ts';
