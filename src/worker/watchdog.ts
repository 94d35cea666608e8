/** How often `tick` is to be called. */
export const TICK_MS = 5000;

/** Longer than any operation that holds the worker's thread takes on a slow processor. */
const SILENT_TICKS = 120_000 / TICK_MS;
/** Longer than any system lets a graphics device work on one thing. */
const STUCK_TICKS = 300_000 / TICK_MS;

export interface Watchdog {
  /** Some message came. */
  heard(): void;
  /** @param waitsFor the device's work that the worker has waited for longest; null for none */
  beat(waitsFor: number | null): void;
  /** What is wrong with the worker, in words behind "The engine"; null where it lives. */
  tick(): string | null;
}

/**
 * Tells a worker that hangs from one that works. Time is counted in ticks of the page's own, so that a laptop that slept, or
 * a page that was frozen, counts for one of them. Nothing is expected before the worker has been heard of.
 */
export function createWatchdog(): Watchdog {
  let silent: number | null = null;
  let stuck = 0;
  let waitsFor: number | null = null;
  return {
    heard() {
      silent = 0;
    },
    beat(next) {
      silent = 0;
      if (next === null || next !== waitsFor) stuck = 0;
      waitsFor = next;
    },
    tick() {
      if (silent === null) return null;
      silent++;
      if (waitsFor !== null) stuck++;
      if (silent > SILENT_TICKS) return `gave no sign of life for ${(SILENT_TICKS * TICK_MS) / 60_000} minutes`;
      if (stuck > STUCK_TICKS) return `has waited ${(STUCK_TICKS * TICK_MS) / 60_000} minutes for the graphics device`;
      return null;
    },
  };
}
