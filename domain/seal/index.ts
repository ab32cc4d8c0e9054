export * from './bid-header.ts';
export * from './demand-hash.ts';
export * from './demand.ts';
export * from './header-reader.ts';
export * from './how-to.ts';
export * from './stanza.ts';
export * from './submission.ts';
export * from './verdict.ts';
