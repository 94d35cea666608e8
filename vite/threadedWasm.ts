import { readFileSync } from 'node:fs';
import { join, dirname } from 'node:path';
import type { Plugin } from 'vite';

const BACKEND = /tfjs-backend-wasm\/dist\/backend_wasm\.js/;
const FACTORY = '../wasm-out/tfjs-backend-wasm-threaded-simd.js';
const NAME = 'WasmBackendModuleThreadedSimd';
/** The script that a thread starts with, as tfjs makes it. */
const THREAD = 'new Blob([response], { type: ';

/**
 * tfjs starts the threads of its WebAssembly backend with a script that imports another: the source text of a function
 * (`toString`) as a blob. A minifier renames what the text refers to outside the function, and the page's policy lets no blob
 * be imported. So each thread starts with both at once: tfjs' script, and the module's own source as it stands in the
 * package.
 */
export function threadedWasm(): Plugin {
  return {
    name: 'loaa:threaded-wasm',
    transform(code, id) {
      const [path = ''] = id.split('?');
      if (!BACKEND.test(path)) return null;
      const source = readFileSync(join(dirname(path), FACTORY), 'utf8');
      const whole = new RegExp(`var ${NAME} = ([\\s\\S]*?\\n\\}\\)\\(\\));`).exec(source)?.[0];
      if (!whole || code.split(THREAD).length !== 2) {
        throw new Error(`${id} has changed its form: see vite/threadedWasm.ts.`);
      }
      const both = JSON.stringify(`${whole}\n`);
      return {
        code: code.replace(THREAD, () => `new Blob([${both}, withoutImport(response)], { type: `) + IMPORTLESS,
        map: null,
      };
    },
  };
}

const IMPORTLESS = `
/** tfjs' script of a thread, without the import of what stands before it now. */
function withoutImport(script) {
  const start = script.indexOf('if(typeof e.data.urlOrBlob');
  const end = script.indexOf('${NAME}(Module)', start);
  if (start < 0 || end < 0) throw new Error('tfjs starts its threads in another way: see vite/threadedWasm.ts.');
  return script.slice(0, start) + script.slice(end);
}
`;
