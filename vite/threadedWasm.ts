import type { Plugin } from 'vite';

const FACTORY = /tfjs-backend-wasm-threaded-simd\.js$/;
const NAME = 'WasmBackendModuleThreadedSimd';

/**
 * tfjs starts the threads of its WebAssembly backend from the source text of a function (`toString`). A minifier renames what
 * the text refers to outside the function, and the threads die. So the module's own source, as it stands in the package,
 * is handed over instead.
 */
export function threadedWasm(): Plugin {
  return {
    name: 'loaa:threaded-wasm',
    transform(code, id) {
      if (!FACTORY.test(id)) return null;
      const whole = new RegExp(`var ${NAME} = ([\\s\\S]*?\\n\\}\\)\\(\\));`).exec(code)?.[1];
      if (!whole) throw new Error(`${id} has changed its form: see vite/threadedWasm.ts.`);
      return { code: `${code}\n${NAME}.toString = () => ${JSON.stringify(whole)};`, map: null };
    },
  };
}
