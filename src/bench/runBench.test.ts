import { describe, expect, it } from 'vitest';
import type { CallName, Connection, ContestantCalls, ContestantName, ForwardMeasure } from './protocol';
import { runBench, type BenchPlan, type BenchProgress } from './runBench';

const PLAN: BenchPlan = {
  contestants: ['ours', 'onnx'],
  backend: 'webgpu',
  configuration: 'nano',
  steps: 2,
  modelUrl: 'm/',
};

const PASS: Omit<ForwardMeasure, 'logits'> = {
  ms: 1,
  dispatches: 0,
  submissions: 0,
  buffersCreated: 0,
  readbacks: 0,
  liveBytes: 0,
  peakBytes: 0,
  own: null,
};

/** Contestants that answer at once; `onnx` does not train. */
function fakes(failsAt?: CallName) {
  const asked: string[] = [];
  const ended: ContestantName[] = [];
  const outputs = (name: ContestantName): { [K in CallName]: ContestantCalls[K]['output'] } => ({
    start: { device: `the device of ${name}`, steps: name !== 'onnx' },
    step: { ...PASS, loss: 1 },
    forward: { ...PASS, logits: [1] },
    run: { steps: 16, readbacks: 2, ms: 32 },
    kernels: null,
  });
  const connect = (name: ContestantName): Connection => ({
    async ask(call) {
      asked.push(`${name} ${call}`);
      if (call === failsAt && name === 'onnx') throw new Error('it broke');
      return outputs(name)[call];
    },
    end: () => void ended.push(name),
  });
  return { asked, ended, connect };
}

describe('a run of the benchmark', () => {
  it('takes turns: forward passes of the starting weights, then steps, then kernels', async () => {
    const { asked, ended, connect } = fakes();
    const measured = await runBench(PLAN, connect);
    const both = (call: string) => [`ours ${call}`, `onnx ${call}`];
    expect(asked).toEqual([
      ...both('start'),
      ...Array.from({ length: 3 }, () => both('forward')).flat(),
      ...Array.from({ length: 3 }, () => 'ours step'),
      'ours run',
      ...both('kernels'),
    ]);
    expect(measured.get('ours')).toMatchObject({ device: 'the device of ours', kernels: null });
    expect(measured.get('ours')?.steps).toHaveLength(3);
    expect(measured.get('onnx')?.steps).toEqual([]);
    expect(ended).toEqual(['ours', 'onnx']);
  });

  it('does no more than five counted forward passes in a long run', async () => {
    const { asked, connect } = fakes();
    await runBench({ ...PLAN, contestants: ['ours'], steps: 50 }, connect);
    expect(asked.filter((call) => call === 'ours forward')).toHaveLength(6);
    expect(asked.filter((call) => call === 'ours step')).toHaveLength(51);
  });

  it('tells how far it is, from nothing to all', async () => {
    const told: BenchProgress[] = [];
    await runBench(PLAN, fakes().connect, (progress) => told.push(progress));
    expect(told.map(({ done }) => done)).toEqual(told.map((_, i) => i));
    expect(told.every(({ total }) => total === told.length)).toBe(true);
  });

  it('names the contestant that failed, and ends them all', async () => {
    const { ended, connect } = fakes('forward');
    await expect(runBench(PLAN, connect)).rejects.toThrow('onnx: it broke');
    expect(ended).toEqual(['ours', 'onnx']);
  });

  it('ends at once when it is aborted, though a contestant never answers', async () => {
    const { ended, connect } = fakes();
    const control = new AbortController();
    const silent = (name: ContestantName): Connection => ({ ...connect(name), ask: () => new Promise(() => {}) });
    const run = runBench(PLAN, silent, () => {}, control.signal);
    control.abort();
    await expect(run).rejects.toThrow(DOMException);
    expect(ended).toEqual(['ours', 'onnx']);
  });
});
