export * from './finding.ts';
export * from './hall.ts';
export * from './progress.ts';
export * from './trustee.ts';
export { refuseOutsideDecryption } from './window.ts';
