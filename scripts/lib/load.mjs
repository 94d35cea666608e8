import { availableParallelism, loadavg } from 'node:os';

/** How many processes wanted a processor in the last minute, and a line that says so. */
export function loadBefore() {
  const [load] = loadavg();
  const isBusy = load > availableParallelism() / 2;
  const busy = isBusy ? ', a busy machine: do not trust these times, and the ratios but roughly' : '';
  return { load, note: `load before: ${load.toFixed(2)}${busy}` };
}
