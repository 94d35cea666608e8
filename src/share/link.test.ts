import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KERNELS, type KernelName } from '../model/adapters';
import { METHODS, type MethodName } from '../model/methods';
import { LORA_TARGETS } from '../model/settings';
import { DEFAULT_SPLIT } from '../dataset/defaultSplit';
import type { SplitOptions } from '../dataset/types';
import { DEFAULT_CONFIG, RECIPES, type RunConfig } from '../training/config';
import { configDifferences } from './differences';
import { CONFIG_FIELDS, SPLIT_FIELDS } from './fields';
import { readLink } from './readLink';
import type { Shared } from './types';
import { writeLink } from './writeLink';

const USUAL: Shared = { config: DEFAULT_CONFIG, split: DEFAULT_SPLIT, backbone: null, data: null };
const read = (query: string) => readLink(new URLSearchParams(query));

const whole = (min: number, max: number) => fc.integer({ min, max });
const amount = fc.double({ min: 0, max: 1e6, noNaN: true }).map(Math.abs);
const pick = <T extends string>(table: object) => fc.constantFrom(...(Object.keys(table) as T[]));
const spec = fc.option(
  fc.record(
    {
      kernel: pick<KernelName>(KERNELS),
      bottleneck: whole(1, 512),
      size: whole(1, 31).map((half) => 2 * half + 1),
    },
    { requiredKeys: ['kernel', 'bottleneck'] },
  ),
);
const anyConfig: fc.Arbitrary<RunConfig> = fc.record({
  method: pick<MethodName>(METHODS),
  adapters: fc.record({ attn: spec, ffn: spec }),
  layers: fc.option(fc.uniqueArray(whole(0, 11), { maxLength: 12 })),
  bias: fc.boolean(),
  lora: fc.record({
    rank: whole(1, 64),
    alpha: fc.double({ min: 0.01, max: 64, noNaN: true }),
    targets: fc.uniqueArray(fc.constantFrom(...LORA_TARGETS)),
  }),
  convpass: fc.record({ bottleneck: whole(1, 64), scale: amount }),
  prompts: fc.record({ length: whole(1, 200), deep: fc.boolean() }),
  prefix: fc.record({ length: whole(1, 200) }),
  frontEnd: fc.constantFrom('ast', 'epic'),
  frames: whole(1, 4096),
  crop: fc.constantFrom('start', 'random'),
  views: whole(1, 100),
  hop: fc.option(whole(1, 4096)),
  normalisation: fc.option(
    fc.record({
      mean: fc.double({ min: -100, max: 100, noNaN: true }).map((mean) => mean + 0),
      std: fc.double({ min: 0.1, max: 100, noNaN: true }),
    }),
  ),
  stride: fc.tuple(whole(1, 128), whole(1, 16)),
  optimiser: fc.constantFrom('adam', 'adamw'),
  weightDecay: fc.option(amount),
  learningRate: amount,
  schedule: fc.constantFrom('step', 'cosine', 'constant', 'epic'),
  loss: fc.constantFrom('ce', 'bce'),
  epochs: whole(1, 1000),
  batch: whole(1, 1024),
  microBatch: fc.option(whole(1, 1024)),
  segment: fc.option(whole(0, 24)),
  specAugment: fc.record({ frequency: whole(0, 128), time: whole(0, 512) }),
  masking: fc.constantFrom('ast', 'epic'),
  mixup: fc.double({ min: 0, max: 1, noNaN: true }).map(Math.abs),
  noise: fc.boolean(),
  seed: whole(0, 2 ** 31 - 1),
});
const anySplit: fc.Arbitrary<SplitOptions> = fc.record({
  seed: whole(0, 2 ** 31 - 1),
  validationShare: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
  fold: whole(1, 50),
  heldOutFold: fc.constantFrom('validation', 'test'),
  trainPerClass: fc.option(whole(1, 1e6)),
  maxClips: fc.option(whole(1, 1e6)),
});
const anyShared: fc.Arbitrary<Shared> = fc.record({
  config: anyConfig,
  split: anySplit,
  backbone: fc.option(
    fc.record({
      sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
      origin: fc.option(
        fc.record({
          repo: fc.constantFrom('gpt2', 'facebook/deit-tiny', 'MIT/ast-finetuned-audioset-10-10-0.4593'),
          revision: fc.stringMatching(/^[0-9a-f]{40}$/),
        }),
      ),
    }),
  ),
  data: fc.oneof(
    fc.constant(null),
    fc.constant({ kind: 'demo' } as const),
    fc.record({
      kind: fc.constant('own' as const),
      layout: fc.constantFrom('esc50', 'folders'),
      classes: whole(1, 1000),
    }),
  ),
});

describe('a link', () => {
  it('gives back what was shared, whatever that is, through an address', () => {
    fc.assert(
      fc.property(anyShared, (shared) => {
        const address = new URL(`https://somebody.example/#/model?${writeLink(shared).toString()}`);
        const query = address.hash.slice(address.hash.indexOf('?') + 1);
        expect(read(query)).toEqual({ ...shared, problems: [] });
      }),
      { numRuns: 500 },
    );
  });

  it('is short and readable', () => {
    const config = {
      ...DEFAULT_CONFIG,
      adapters: { attn: { kernel: 'time', bottleneck: 8 }, ffn: null },
      learningRate: 5e-4,
      seed: 3,
    } as const;
    const link = writeLink({
      ...USUAL,
      config,
      split: { ...DEFAULT_SPLIT, fold: 2 },
      data: { kind: 'demo' },
    }).toString();
    expect(link).toBe('v=1&adapters=time-8_none&learningRate=0.0005&seed=3&split.fold=2&data=demo');
    expect(writeLink({ ...USUAL, config: { ...DEFAULT_CONFIG, ...RECIPES.esc50.settings } }).toString()).toHaveLength(
      85,
    );
  });

  it('says what it changes in words', () => {
    expect(configDifferences(DEFAULT_CONFIG, { ...DEFAULT_CONFIG, seed: 3, hop: 64 })).toEqual([
      { key: 'hop', title: 'frames to the next window', text: '64' },
      { key: 'seed', title: 'seed', text: '3' },
    ]);
  });

  it('leaves unsaid what version 1 takes for granted: when these change, so must the version', () => {
    const written = Object.entries(CONFIG_FIELDS).map(([key, { codec }]) => {
      const value = DEFAULT_CONFIG[key as keyof RunConfig];
      return `${key}=${(codec as { write(value: unknown): string }).write(value)}`;
    });
    const split = Object.entries(SPLIT_FIELDS).map(([key, { codec }]) => {
      const value = DEFAULT_SPLIT[key as keyof SplitOptions];
      return `${key}=${(codec as { write(value: unknown): string }).write(value)}`;
    });
    expect(written.join(' ')).toMatchInlineSnapshot(
      `"method=loaa adapters=time-4_frequency-4 layers=all bias=no lora=8_8_q.v convpass=8_1 prompts=10_deep prefix=10 frontEnd=ast frames=128 crop=start views=1 hop=none normalisation=measured stride=16_16 optimiser=adam weightDecay=usual learningRate=0.002 schedule=cosine loss=ce epochs=15 batch=8 microBatch=what-fits segment=what-fits specAugment=24_8 masking=ast mixup=0 noise=no seed=1"`,
    );
    expect(split.join(' ')).toMatchInlineSnapshot(
      `"seed=1 validationShare=0.2 fold=1 heldOutFold=validation trainPerClass=all maxClips=all"`,
    );
  });
});

describe('what is no link, or a hostile one', () => {
  it('is told apart from other addresses', () => {
    expect(read('')).toBeNull();
    expect(read('epochs=3')).toBeNull();
  });

  it.each([
    ['v=2&epochs=3', 'is of another version than 1'],
    ['v=__proto__', 'is of another version'],
    [`v=1&epochs=3&x=${'y'.repeat(5000)}`, 'is far longer than any'],
  ])('takes nothing of %.20s', (query, cause) => {
    const opened = read(query);
    expect(opened).toMatchObject(USUAL);
    expect(opened?.problems).toMatchObject([{ code: 'share.link', severity: 'warning' }]);
    expect(opened?.problems[0]?.cause).toContain(cause);
  });

  it.each([
    ['epochs', '0'],
    ['epochs', '1e999'],
    ['epochs', 'Infinity'],
    ['epochs', ''],
    ['epochs', '0x10'],
    ['batch', '2.5'],
    ['learningRate', '-1'],
    ['learningRate', 'NaN'],
    ['method', 'constructor'],
    ['method', 'rm -rf'],
    ['adapters', 'time-4'],
    ['adapters', 'cube-4_none'],
    ['adapters', 'time-4-4_none'],
    ['adapters', 'time-4-_none'],
    ['adapters', 'none_none_none'],
    ['adapters', '__proto__-4_none'],
    ['lora', '8_8_q.w'],
    ['lora', '8_0_q'],
    ['prompts', '10'],
    ['prompts', '10_true'],
    ['noise', 'true'],
    ['normalisation', '0_0'],
    ['stride', '16'],
    ['layers', '1.2.x'],
    ['split.validationShare', '1'],
    ['split.seed', '-1'],
    ['split.maxClips', '0'],
    ['backbone', 'me'],
    ['hub', 'no/../such@x'],
    ['hub', '../up@main'],
    ['hub', 'a/b@c@d'],
    ['hub', 'https://evil.example/a@main'],
    ['data', 'secret'],
    ['data', 'folders_0'],
    ['data', '<img src=x onerror=alert(1)>'],
    ['__proto__', '{"polluted":1}'],
    ['constructor', '1'],
    ['toString', '1'],
    ['split.__proto__', '1'],
    ['config', '{}'],
  ])('passes over %s = %s, says so, and takes the rest', (key, value) => {
    const params = new URLSearchParams({ v: '1', seed: '7' });
    params.append(key, value);
    const opened = readLink(params);
    expect(opened).toEqual({
      ...USUAL,
      config: { ...DEFAULT_CONFIG, seed: 7 },
      problems: [expect.objectContaining({ code: 'share.setting', subject: key, severity: 'warning' })],
    });
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  it('repeats little of it', () => {
    const long = 'x'.repeat(1000);
    const [problem] = read(`v=1&${long}=1`)?.problems ?? [];
    expect(problem?.subject.length).toBeLessThan(50);
    const many = Array.from({ length: 200 }, (_, i) => `k${i}=1`).join('&');
    expect(read(`v=1&${many}`)?.problems).toHaveLength(5);
  });

  it('never throws, and always gives settings that hold, whatever stands in it', () => {
    const keys = [
      ...Object.keys(CONFIG_FIELDS),
      ...Object.keys(SPLIT_FIELDS).map((key) => `split.${key}`),
      'backbone',
      'hub',
      'data',
    ];
    const value = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('none', '', '-', '_', '.', '1_2', 'time-4_none', '__proto__', '1e5', '-0', '9'.repeat(30)),
    );
    const pairs = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...keys), fc.string()), value), { maxLength: 20 });
    fc.assert(
      fc.property(pairs, (entries) => {
        const opened = readLink(new URLSearchParams([['v', '1'], ...entries]));
        if (!opened) throw new Error('A link with a version is a link.');
        expect(Object.keys(opened.config)).toEqual(Object.keys(DEFAULT_CONFIG));
        const again = readLink(writeLink(opened));
        expect(again).toEqual({ ...opened, problems: [] });
      }),
      { numRuns: 1000 },
    );
  });
});
