const EVERY_MS = 1000;

let told = 0;
let listener: (() => void) | null = null;

/** Has `tell` called about once a second while operations are made, also within work that never lets go of its thread. */
export function onPulse(tell: () => void): void {
  listener = tell;
}

/** An operation is being made. */
export function pulse(): void {
  if (!listener || performance.now() - told < EVERY_MS) return;
  told = performance.now();
  listener();
}
