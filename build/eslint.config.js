// ESLint. The rules on who may import whom come from the tables in layers.js.
import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'
import { ZONES } from './layers.js'
import { root } from './paths.mjs'

const TYPED = ['electron/**/*.ts', 'renderer/**/*.ts', 'test/**/*.ts', 'build/*.ts']
const SVELTE = ['renderer/**/*.svelte']
const RUNES = ['renderer/**/*.svelte.ts']
const NODE_SCRIPTS = ['build/**/*.{js,mjs}']

const layers = ZONES.map(({ files, forbidden }) => ({
  files: [files],
  rules: { 'no-restricted-imports': ['error', { patterns: forbidden }] },
}))

export default ts.config(
  {
    ignores: [
      'dist/',
      'release/',
      '.cache/',
      'test-results/',
      'resources/',
      'test/fixtures/',
      '**/*.d.ts',
      '**/*.d.mts',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
    },
  },

  { files: NODE_SCRIPTS, languageOptions: { globals: globals.node } },
  { files: SVELTE, extends: [ts.configs.strict, svelte.configs.recommended] },
  { files: [...SVELTE, ...RUNES], languageOptions: { globals: globals.browser } },
  {
    files: SVELTE,
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      // Properties and derived values are destructured with `let`.
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
    },
  },
  {
    files: TYPED,
    extends: [ts.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: {
      // There are none: types are only stripped. Looking for them takes a tenth of the time.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      // Nearly all classes have # fields, by which the compiler tells them apart; looking at the others takes another tenth.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // An interface may ask for a promise where one implementation has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // `[...text]` takes a string apart into code points, which is what is meant here.
      '@typescript-eslint/no-misused-spread': ['error', { allow: [{ from: 'lib', name: 'string' }] }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
    },
  },
  {
    // Where tests and the window assert what they know, a `!` may stand; in the engine it never does.
    files: ['test/**/*.ts', 'renderer/**/*'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    // Tests read JSON and take functions out of objects as they please.
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['renderer/**/*'],
    ignores: ['renderer/client/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['window', 'globalThis'].map((object) => ({
          object,
          property: 'exhibit',
          message: 'Only renderer/client touches the bridge.',
        })),
      ],
    },
  },
  {
    files: ['**/*.ts', '**/*.svelte'],
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  ...layers,
)
