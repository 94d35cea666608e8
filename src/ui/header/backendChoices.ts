import type { BackendChoice, BackendReport } from '../../ops/backend';

/** The engine's backends as a person chooses among them. */
export const BACKEND_CHOICES = {
  auto: 'Fastest here',
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  cpu: 'Plain CPU',
} as const satisfies Record<BackendChoice, string>;

export const BACKEND_TITLES = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  cpu: 'Plain CPU',
} as const satisfies Record<BackendReport['name'], string>;

function isBackendChoice(text: string): text is BackendChoice {
  return Object.hasOwn(BACKEND_CHOICES, text);
}

/** A backend named in text from outside (the address's `backend`), or `auto` where it names none. */
export function backendOf(text: string | null): BackendChoice {
  return text !== null && isBackendChoice(text) ? text : 'auto';
}
