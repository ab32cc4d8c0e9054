/** Sources run as they are: swc strips the types, jest runs them as ES modules. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript' },
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  setupFiles: ['<rootDir>/test/support/properties.ts'],
  setupFilesAfterEnv: ['<rootDir>/test/support/held-answers.ts'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  /** Ends what hangs. It is no judgement of speed: machines that run the tests may be many times slower than others. */
  testTimeout: 600_000,
  maxWorkers: 2,
};
