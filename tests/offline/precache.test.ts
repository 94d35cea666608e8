import { describe, expect, it } from 'vitest';
import { neededFiles } from '../../vite/offline';

const TEXTS: Readonly<Record<string, string>> = {
  'index.html': '<script src="./assets/index-1.js"><link href="./assets/index-2.css">',
  'headless.html': '<script src="./assets/headless-3.js">',
  'sw.js': 'assets/parity.worker-4.js',
  'assets/index-1.js': 'import("./look-5.js"); new Worker(new URL("engine.worker-6.js", import.meta.url))',
  'assets/index-2.css': '',
  'assets/headless-3.js': 'new Worker("parity.worker-4.js")',
  'assets/parity.worker-4.js': '',
  'assets/look-5.js': 'import "./opus-ml-7.js"',
  'assets/engine.worker-6.js': 'fetch("backend-8.wasm")',
  'assets/opus-ml-7.js': '',
  'assets/backend-8.wasm': 'assets/headless-3.js',
  'models/vit-nano/model.safetensors': '',
};

describe('neededFiles', () => {
  it('follows names from the page, through workers, and takes what is served as it is', () => {
    expect(neededFiles(Object.keys(TEXTS), (path) => TEXTS[path] ?? '')).toEqual([
      'assets/backend-8.wasm',
      'assets/engine.worker-6.js',
      'assets/index-1.js',
      'assets/index-2.css',
      'assets/look-5.js',
      'index.html',
      'models/vit-nano/model.safetensors',
    ]);
  });
});
