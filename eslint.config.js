import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      'dist/',
      'data/',
      'models/files/',
      'samples/files/',
      'evaluation/peers/node_modules/',
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './tsconfig.web.json', './tsconfig.web-tests.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // A default case is a decision about all the rest.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/strict-boolean-expressions': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      // Numbers and booleans in template strings are plain text here.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // `noPropertyAccessFromIndexSignature` asks for brackets where this rule forbids them.
      '@typescript-eslint/dot-notation': 'off',
      // Index signatures are checked by `noUncheckedIndexedAccess`; in pixel loops `!` states a bound that the loop keeps.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // node:test's `describe` and `it` return promises that the runner itself awaits.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            {
              from: 'package',
              package: 'node:test',
              name: [
                'describe',
                'it',
                'test',
                'suite',
                'before',
                'after',
                'beforeEach',
                'afterEach',
              ],
            },
          ],
        },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        {
          selector: "Program > VariableDeclaration[kind='let']",
          message: 'Nothing is remembered between two faces: no module-level let.',
        },
      ],
    },
  },
  {
    files: ['**/vite.config.ts'],
    // Vite asks for a default export.
    rules: { 'no-restricted-syntax': 'off' },
  },
);
