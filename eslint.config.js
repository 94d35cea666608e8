import js from '@eslint/js';
import globals from 'globals';
import importX from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/**
 * The layers of src, lowest first. A folder may import from itself and from those before it, never from those after:
 * the direction in which data flows, kept by the linter. See ARCHITECTURE.md.
 */
const LAYERS = [
  'core',
  'offline',
  'files',
  'audio',
  'dataset',
  'weights',
  'ops',
  'model',
  'fused',
  'metrics',
  'embedding',
  'training',
  'attention',
  'bundle',
  'sweep',
  'checkpoints',
  'share',
  'detection',
  'microphone',
  'worker',
  'runs',
  'example',
  'store',
  'session',
  'parity',
  'bench',
  'headless',
  'ui',
];

const zones = LAYERS.slice(0, -1).map((layer, i) => ({
  target: `./src/${layer}`,
  from: LAYERS.slice(i + 1).map((above) => `./src/${above}`),
  message: `src/${layer} may not import from a layer above it (see LAYERS in eslint.config.js).`,
}));

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'public', 'test-results'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { 'import-x': importX, ...jsxA11y.flatConfigs.recommended.plugins },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver({ project: 'tsconfig.page.json' })] },
    rules: {
      ...jsxA11y.flatConfigs.recommended.rules,
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { zones }],
      'no-restricted-globals': ['error', 'alert', 'confirm', 'prompt'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
    },
  },
  {
    files: ['src/ui/**', 'src/main.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  // The runners' functions for page.evaluate run in the browser.
  { files: ['**/*.{js,mjs}'], languageOptions: { globals: { ...globals.node, window: 'readonly' } } },
);
