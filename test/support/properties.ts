import fc from 'fast-check';

/**
 * Properties are tried on the same cases everywhere, so that a commit that passed passes again; another
 * OPENSEAL_PROPERTY_SEED tries others. On a slow machine they stop in time, and what was tried by then counts.
 */
fc.configureGlobal({
  seed: Number(process.env['OPENSEAL_PROPERTY_SEED'] ?? 20_260_910),
  interruptAfterTimeLimit: 240_000,
  markInterruptAsFailure: false,
});
