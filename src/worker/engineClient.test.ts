import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { problemFrom } from '../../tests/weights/checkpoints';
import type { Problem } from '../core/problem';
import { createEngineClient } from './engineClient';

/** A worker that answers nothing and can be made to fail. */
class SilentWorker extends EventTarget {
  static last: SilentWorker | null = null;
  readonly postMessage = vi.fn();
  readonly terminate = vi.fn();
  constructor() {
    super();
    SilentWorker.last = this;
  }
  fail(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message }));
  }
}

beforeEach(() => vi.stubGlobal('Worker', SilentWorker));
afterEach(() => vi.unstubAllGlobals());

function start() {
  const deaths: Problem[] = [];
  const client = createEngineClient(
    () => undefined,
    (problem) => deaths.push(problem),
  );
  const worker = SilentWorker.last;
  if (!worker) throw new Error('No worker was made.');
  return { client, worker, deaths };
}

it('tells of a death once, and fails the calls that wait and those to come', async () => {
  const { client, worker, deaths } = start();
  const waiting = problemFrom(() => client.call('run.stop', null));
  worker.fail('out of memory.');
  worker.fail('again.');
  expect(deaths).toEqual([expect.objectContaining({ code: 'engine.died', cause: 'stopped: out of memory.' })]);
  expect(await waiting).toEqual(deaths[0]);
  expect(await problemFrom(() => client.call('run.stop', null))).toEqual(deaths[0]);
  expect(worker.terminate).toHaveBeenCalledTimes(1);
});

it('says nothing of a death where it was ended on purpose', async () => {
  const { client, worker, deaths } = start();
  const waiting = problemFrom(() => client.call('run.stop', null));
  client.terminate();
  worker.fail('late.');
  expect(deaths).toEqual([]);
  expect((await waiting).code).toBe('engine.died');
  expect(worker.terminate).toHaveBeenCalledTimes(1);
});
