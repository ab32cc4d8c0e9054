export * from './binding.ts';
export * from './kinds.ts';
export * from './known.ts';
export * from './path.ts';
export * from './refusals.ts';
export * from './revocation.ts';
export * from './trust-list.ts';
export * from './types.ts';
