import { describe, expect, it } from 'vitest';
import type { ForwardMeasure, PassMeasure, StepMeasure } from './protocol';
import { comparisonLines, kernelLines, reportRows, reportText } from './reportText';
import type { BenchPlan, Measured } from './runBench';
import { median, summarise } from './summary';

const PASS: PassMeasure = {
  ms: 1,
  dispatches: 10,
  submissions: 2,
  buffersCreated: 0,
  readbacks: 0,
  liveBytes: 40e6,
  peakBytes: 50e6,
  own: { tensors: 100, bytes: 1000, gpuBytes: 39e6 },
};

const step = (ms: number, loss: number, rest: Partial<StepMeasure> = {}): StepMeasure => ({
  ...PASS,
  ms,
  loss,
  ...rest,
});
const pass = (ms: number, logits: readonly number[]): ForwardMeasure => ({ ...PASS, ms, logits });

const OURS: Measured = {
  device: 'some GPU',
  forwards: [pass(900, [4, -2]), pass(3, [4, -2]), pass(5, [4, -2])],
  steps: [step(5000, 2.5), step(10, 2.25), step(30, 2), step(20, 1.75)],
  run: { steps: 16, readbacks: 2, ms: 192 },
  kernels: [
    { name: 'matMul', dispatches: 4, ms: 7.5 },
    { name: 'gelu', dispatches: 2, ms: 0.5 },
  ],
};

const slower = ({ forwards, steps, ...rest }: Measured): Measured => ({
  ...rest,
  forwards: forwards.map((one) => ({ ...one, ms: 4 * one.ms })),
  steps: steps.map((one) => ({ ...one, ms: 5 * one.ms, dispatches: 100, peakBytes: 200e6 })),
});

const PLAN: BenchPlan = {
  contestants: ['ours', 'plain'],
  backend: 'webgpu',
  configuration: 'nano',
  steps: 3,
  modelUrl: '',
};
const reportOf = (other: Measured, ours = OURS, plan = PLAN) =>
  summarise(plan, new Map([['ours', ours] as const, [plan.contestants[1] ?? 'plain', other] as const]));

describe('a run', () => {
  it('is told by the step, with the share of a read-back', () => {
    const report = reportOf(slower({ ...OURS, run: null }));
    expect(report.contestants.ours?.run).toEqual({ ms: 12, readbacks: 0.125 });
    expect(report.contestants.plain?.run).toBeNull();
    const row = reportRows(report).find(({ title }) => title === 'Read-backs a step of a run');
    expect(row?.values).toEqual(['0.125', '–']);
  });
});

describe('medians', () => {
  it('are the middle, or the mean of the middle two', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it('leave the first pass out, which compiles', () => {
    const { contestants } = reportOf(slower(OURS));
    expect(contestants.ours?.step?.ms).toBe(20);
    expect(contestants.ours?.forward.ms).toBe(4);
  });
});

describe('ours over another', () => {
  it('is a ratio of medians, counts and bytes', () => {
    expect(reportOf(slower(OURS)).against.plain).toEqual({
      step: 0.2,
      forward: 0.25,
      dispatches: 0.1,
      peakBytes: 0.25,
      lossGap: 0,
      logitGap: 0,
      sameWork: true,
    });
  });

  it('compares forward passes alone where the other does not train', () => {
    const report = reportOf({ ...slower(OURS), steps: [] }, OURS, { ...PLAN, contestants: ['ours', 'onnx'] });
    expect(report.against.onnx).toMatchObject({
      step: null,
      forward: 0.25,
      dispatches: 1,
      lossGap: null,
      sameWork: true,
    });
  });

  it.each([
    ['a loss is off by more than 1e-3', { ...OURS, steps: OURS.steps.map((s, i) => (i === 2 ? step(1, 2.002) : s)) }],
    [
      'a logit is off by more than 1e-3 of the largest',
      { ...OURS, forwards: [pass(1, [4, -2.005]), ...OURS.forwards] },
    ],
    ['a loss is no number', { ...OURS, steps: [step(1, NaN), ...OURS.steps.slice(1)] }],
    ['logits are missing', { ...OURS, forwards: [pass(1, [4]), ...OURS.forwards] }],
  ])('is not of the same work where %s', (_, other) => {
    const report = reportOf(other);
    expect(report.against.plain?.sameWork).toBe(false);
    expect(comparisonLines(report).join()).toContain('NOT THE SAME WORK');
  });

  it('allows rounding', () => {
    const near = { ...OURS, steps: OURS.steps.map((s) => ({ ...s, loss: s.loss + 9e-4 })) };
    expect(reportOf(near).against.plain?.sameWork).toBe(true);
  });
});

describe('what a run leaves', () => {
  it('is growth from the first counted step to the last', () => {
    const grown = OURS.steps.map((s, i) => ({
      ...s,
      liveBytes: s.liveBytes + 16 * i,
      own: { tensors: 100 + i, bytes: 1000 + 8 * i, gpuBytes: 0 },
    }));
    expect(reportOf({ ...OURS, steps: grown }).contestants.plain?.growth).toEqual({
      tensors: 2,
      bytes: 16,
      gpuBytes: 32,
    });
  });

  it('is unknown where a library does not count', () => {
    const silent = OURS.steps.map((s) => ({ ...s, own: null }));
    expect(reportOf({ ...OURS, steps: silent }).contestants.plain?.growth).toEqual({
      tensors: null,
      bytes: null,
      gpuBytes: 0,
    });
  });
});

describe('as text', () => {
  it('has a column for each contestant, the ratios and the kernels', () => {
    const text = reportText(reportOf(slower(OURS)), ['a note']);
    expect(text).toContain('ViT-Nano, batch 8, 66 tokens; 3 steps; webgpu: some GPU\na note\n');
    expect(text).toMatch(/^Step, ms +20\.0 +100$/m);
    expect(text).toMatch(/^Peak GPU memory, MB +50 +200$/m);
    expect(text).toContain('Ours over plain tfjs: step 0.200, forward 0.250, dispatches 0.100, peak memory 0.250;');
    expect(kernelLines(reportOf(slower(OURS)))[0]).toBe(
      'Kernels of a step, ours, ms (dispatches): matMul 7.50 (4), gelu 0.50 (2); all 8.00.',
    );
  });

  it('says nothing of a GPU where there is none', () => {
    const titles = reportRows(reportOf(OURS, OURS, { ...PLAN, backend: 'wasm' })).map(({ title }) => title);
    expect(titles.filter((title) => /GPU|Dispatch|Buffer/.test(title))).toEqual([]);
    expect(titles).toContain('Step, ms');
  });
});
