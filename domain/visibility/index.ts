export * from './papers.ts';
export * from './private-part.ts';
export * from './readers.ts';
export * from './table.ts';
