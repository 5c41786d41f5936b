import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import a11y from 'eslint-plugin-jsx-a11y';
import hooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import { fileURLToPath } from 'node:url';
import ts from 'typescript-eslint';

export default ts.config(
  { ignores: ['target', 'node_modules', 'eslint.config.js'] },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  hooks.configs.flat.recommended,
  a11y.flatConfigs.recommended,
  {
    languageOptions: {
      globals: globals.browser,
      parserOptions: { projectService: true, tsconfigRootDir: fileURLToPath(new URL('.', import.meta.url)) },
    },
    rules: {
      // `onClick={() => doIt()}` is how React handlers are written.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // One file knows HTTP; everybody else asks it.
      'no-restricted-globals': ['error', { name: 'fetch', message: 'Ask src/api/http.ts.' }],
      // Surveillance pictures have no captions.
      'jsx-a11y/media-has-caption': 'off',
    },
  },
  { files: ['src/api/http.ts', 'src/api/http.test.ts'], rules: { 'no-restricted-globals': 'off' } },
  { files: ['*.mjs'], extends: [ts.configs.disableTypeChecked], languageOptions: { globals: globals.node } },
  prettier,
);
