import { Worker } from 'node:worker_threads';

/** Seconds of the process's own time after which a case is ended by force: it will not end by itself. */
const HUNG_SECONDS = 10;

/** Runs beside the cases, in a thread of its own: a case that never ends leaves no other chance. */
const WATCH = `
const { workerData } = require('node:worker_threads');
const { writeSync } = require('node:fs');
const current = new Int32Array(workerData.shared);
const used = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1e6; };
let [number, since] = [-1, 0];
for (;;) {
  Atomics.wait(current, 1, 0, 200);
  const now = Atomics.load(current, 0);
  if (now !== number) [number, since] = [now, used()];
  else if (number >= 0 && used() - since > workerData.limit) {
    writeSync(1, JSON.stringify({ hung: number }) + '\\n');
    process.kill(process.pid, 'SIGKILL');
  }
}`;

/**
 * Ends this process where one case takes the processor for ten seconds, after a line {"hung": number} on its output.
 * @returns what is to be told the number of each case before it begins; -1 when there are no more
 */
export function startWatchdog(): (number: number) => void {
  const shared = new SharedArrayBuffer(8);
  const current = new Int32Array(shared);
  Atomics.store(current, 0, -1);
  new Worker(WATCH, { eval: true, workerData: { shared, limit: HUNG_SECONDS } }).unref();
  return (number) => void Atomics.store(current, 0, number);
}
