import type { AppState } from '../store/state';
import { runUnderWayIn } from './context';
import { memoryLimit } from '../training/memoryLimit';
import type { MemoryLimit } from '../training/memoryPlan';

/** In GiB, rounded; absent in some browsers. */
export function deviceMemory(): number | undefined {
  return (globalThis.navigator as { deviceMemory?: number } | undefined)?.deviceMemory;
}

/** A processor without graphics, until the engine says what it runs on. */
const UNKNOWN_BACKEND = { name: 'wasm', software: false } as const;

/** How much memory a run may take on the engine's device. */
export function limitOf({ engine, preflight }: Pick<AppState, 'engine' | 'preflight'>): MemoryLimit {
  return memoryLimit(engine.backend ?? UNKNOWN_BACKEND, preflight.limits, preflight.graphicsBytes, deviceMemory());
}

/**
 * What a measurement is of: the backend, the backbone, and those settings that a step's time depends on. Null where there is
 * nothing to measure yet.
 */
export function preflightKey(
  state: Pick<AppState, 'engine' | 'backbone' | 'data' | 'config' | 'preflight'>,
): string | null {
  const { engine, backbone, data, config, preflight } = state;
  if (!engine.backend || !backbone.summary || !data.dataset) return null;
  const { epochs: _, learningRate: __, seed: ___, schedule: ____, weightDecay: _____, ...decisive } = config;
  const { name, device } = engine.backend;
  const classes = data.dataset.classes.length;
  return JSON.stringify([name, device, backbone.summary.sha256, classes, decisive, preflight.graphicsBytes]);
}

/** Whether the engine is free to measure. */
export function canMeasure(
  state: Pick<AppState, 'engine' | 'backbone' | 'data' | 'sweep' | 'preflight' | 'run'>,
): boolean {
  const { engine, backbone, data, sweep, preflight } = state;
  const isReady = engine.status === 'ready' && backbone.status === 'ready' && data.status === 'ready';
  return isReady && !runUnderWayIn(state) && sweep.status === 'idle' && preflight.status === 'idle';
}
