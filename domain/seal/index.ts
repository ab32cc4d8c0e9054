export * from './age-header.ts';
export * from './bid-header.ts';
export * from './demand.ts';
export * from './stanza.ts';
export * from './submission.ts';
export * from './verdict.ts';
