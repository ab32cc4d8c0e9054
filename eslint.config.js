import tseslint from 'typescript-eslint';

const lines = (max) => ['error', { max, skipBlankLines: true, skipComments: true }];

export default tseslint.config(
  { ignores: ['node_modules/', 'data/', 'coverage/', 'examples/', '**/*.js', '**/*.cjs'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { project: './tsconfig.json' } },
    rules: {
      // Objects and catch clauses of others carry anything; what we make of it is checked where it is used.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowNullish: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        {
          argsIgnorePattern: '^_',
          varsIgnorePattern: '^_',
          destructuredArrayIgnorePattern: '^_',
          ignoreRestSiblings: true,
        },
      ],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      'max-lines-per-function': lines(70),
      'max-lines': lines(330),
      // Rows and JSON arrive as unknown and are told what they are; whether a type could have been inferred is no fault.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      'no-console': 'error',
    },
  },
  {
    // What an answer holds is said in full: a client is written by it, and what is too many would be a leak.
    files: ['api/**', 'domain/record/parts/**'],
    ignores: ['api/uploads/**', 'api/identity/tokens.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "MemberExpression[object.name='z'][property.name=/^(looseObject|object|any|unknown|record)$/]",
          message: 'answers are closed: z.strictObject, with all their members',
        },
        {
          selector: 'CallExpression[callee.property.name=/^(loose|passthrough|catchall)$/]',
          message: 'answers are closed: z.strictObject, with all their members',
        },
      ],
    },
  },
  { files: ['workflows/**'], rules: { 'max-lines': lines(150) } },
  { files: ['bin/**', 'bench/**', 'test/histories/**', 'test/fuzz/**'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**'],
    rules: {
      'max-lines-per-function': 'off',
      'max-lines': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
);
