import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { problemFrom } from '../../tests/weights/checkpoints';
import type { SourceFile } from '../files/source';
import { createAudioPool } from './audioPool';
import type { FromAudio, ToAudio } from './audioProtocol';

/** A worker that is told by the test when to answer, crash or hang. */
class FakeWorker extends EventTarget {
  static all: FakeWorker[] = [];
  readonly jobs: ToAudio[] = [];
  ended = false;
  constructor() {
    super();
    FakeWorker.all.push(this);
  }
  postMessage(message: ToAudio): void {
    this.jobs.push(message);
  }
  terminate(): void {
    this.ended = true;
  }
  answer(data: FromAudio): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
  done(samples = new Float32Array(1)): void {
    this.answer({ id: this.jobs.at(-1)?.id ?? -1, output: { samples, sampleRate: 8000 } });
  }
  crash(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message }));
  }
}

const source = (path: string): SourceFile => ({ kind: 'file', path, size: 0, file: new File([], path) });
const worker = (i: number): FakeWorker => FakeWorker.all[i] ?? new FakeWorker();

beforeEach(() => {
  FakeWorker.all = [];
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal('navigator', { hardwareConcurrency: 2 });
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A pool, and a way of asking it for a sound. */
function poolOf() {
  const pool = createAudioPool();
  const listen = (path: string, signal?: AbortSignal) =>
    pool.run('listen', source(path), { maxSeconds: 1, segment: null }, signal);
  return { pool, listen };
}

describe('createAudioPool', () => {
  it('starts a worker a processor, four at most, and none before it is asked', () => {
    for (const [processors, size] of [
      [1, 1],
      [2, 2],
      [64, 4],
    ] as const) {
      vi.stubGlobal('navigator', { hardwareConcurrency: processors });
      expect(createAudioPool().size).toBe(size);
    }
    expect(FakeWorker.all).toEqual([]);
  });

  it('leaves nothing at the signal of a sound that is done, failed or crashed', async () => {
    const { listen } = poolOf();
    const { signal } = new AbortController();
    const waiting = () => getEventListeners(signal, 'abort').length;
    const all = ['a', 'b', 'c'].map((path) => listen(path, signal));
    expect(waiting()).toBe(3);
    worker(0).done();
    await all[0];
    expect(waiting()).toBe(2);
    const crashed = expect(all[1]).rejects.toThrow('out of memory');
    worker(1).crash('out of memory');
    await crashed;
    expect(waiting()).toBe(1);
    worker(0).done();
    await all[2];
    expect(waiting()).toBe(0);
  });

  it('gives each worker one sound at a time, and the rest in turn', async () => {
    const { listen } = poolOf();
    const all = ['a', 'b', 'c'].map((path) => listen(path));
    expect(FakeWorker.all.map(({ jobs }) => jobs.map((job) => job.source.path))).toEqual([['a'], ['b']]);
    worker(1).done(Float32Array.of(2));
    expect(worker(1).jobs.map((job) => job.source.path)).toEqual(['b', 'c']);
    worker(1).done(Float32Array.of(3));
    worker(0).done(Float32Array.of(1));
    expect((await Promise.all(all)).map(({ samples }) => samples[0])).toEqual([1, 2, 3]);
  });

  it('rejects with the problem that a worker answers', async () => {
    const { listen } = poolOf();
    const asked = problemFrom(() => listen('a.wav'));
    const problem = {
      code: 'audio.empty',
      subject: 'a.wav',
      cause: 'is empty.',
      cure: 'x',
      severity: 'error',
    } as const;
    worker(0).answer({ id: worker(0).jobs[0]?.id ?? -1, problem });
    expect(await asked).toEqual(problem);
  });

  it('names the file whose decoder crashed, replaces the worker and goes on', async () => {
    const { listen } = poolOf();
    const asked = problemFrom(() => listen('bad.mp3'));
    const others = [listen('b'), listen('c')];
    worker(0).crash('unreachable executed');
    expect(await asked).toMatchObject({ code: 'audio.crashed', subject: 'bad.mp3' });
    expect(worker(0).ended).toBe(true);
    expect(worker(2).jobs.map((job) => job.source.path)).toEqual(['c']);
    worker(1).done();
    worker(2).done();
    expect(await Promise.all(others)).toHaveLength(2);
  });

  it('names the file whose decoder hangs for a minute, and goes on', async () => {
    const { listen } = poolOf();
    const asked = problemFrom(() => listen('slow.flac'));
    await vi.advanceTimersByTimeAsync(59_000);
    expect(worker(0).ended).toBe(false);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await asked).toMatchObject({ code: 'audio.hangs', subject: 'slow.flac' });
    expect(worker(0).ended).toBe(true);
    const next = listen('b');
    FakeWorker.all.at(-1)?.done();
    expect((await next).sampleRate).toBe(8000);
  });

  it('does not count waiting in the queue, or time after the answer, as hanging', async () => {
    const { listen } = poolOf();
    const all = ['a', 'b', 'c'].map((path) => listen(path));
    await vi.advanceTimersByTimeAsync(50_000);
    worker(0).done();
    worker(1).done();
    await vi.advanceTimersByTimeAsync(50_000);
    worker(0).done();
    await Promise.all(all);
    await vi.advanceTimersByTimeAsync(100_000);
    expect(FakeWorker.all).toHaveLength(2);
    expect(FakeWorker.all.some(({ ended }) => ended)).toBe(false);
  });

  it('ends a wait with its signal, takes the sound out of the queue, and ignores a late answer', async () => {
    const { listen } = poolOf();
    const controller = new AbortController();
    const waits = ['a', 'b', 'c'].map((path) => listen(path, controller.signal));
    controller.abort();
    for (const wait of waits) await expect(wait).rejects.toMatchObject({ name: 'AbortError' });
    worker(0).done();
    expect(worker(0).jobs).toHaveLength(1);
    await expect(listen('d', AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    const next = listen('e');
    expect(worker(0).jobs.at(-1)?.source.path).toBe('e');
    worker(0).done();
    await next;
  });
});
