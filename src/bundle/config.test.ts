import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADAPTER_CONFIG } from '../../tests/numeric/adapterConfig';
import { problemFrom } from '../../tests/weights/checkpoints';
import { ProblemError } from '../core/problem';
import { METHOD_DEFAULTS } from '../model/settings';
import { parseAdapterConfig } from './config';
import { adapterConfigJson } from './jsonFiles';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Path = readonly (string | number)[];

/** Our fields of the file; those that are there for programs which know PEFT are not read back. */
const VALID = JSON.parse(JSON.stringify({ format: 'loaa-playground', formatVersion: 2, ...ADAPTER_CONFIG })) as Json;
/** What the first format held. */
const { config: _, ...FIRST_BACKBONE } = ADAPTER_CONFIG.backbone;
const FIRST = {
  format: 'loaa-playground',
  formatVersion: 1,
  peftType: 'LOAA',
  ...ADAPTER_CONFIG,
  backbone: FIRST_BACKBONE,
} as unknown as Json;
const SUBJECT = 'adapter_config.json';
const parse = (value: Json) => parseAdapterConfig(JSON.stringify(value), SUBJECT);

/** Settings that came after the first exports. */
const LATER = ['crop', 'views', 'hop', 'normalisation', 'weightDecay', 'masking', 'microBatch', 'segment'] as const;
const isLater = ([part, name]: Path) => part === 'run' && LATER.some((later) => later === name);

/** Every place in a JSON value. */
function pathsOf(value: Json, at: Path = []): Path[] {
  if (value === null || typeof value !== 'object') return [at];
  return [
    at,
    ...Object.entries(value).flatMap(([key, inner]) =>
      pathsOf(inner, [...at, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

/** A copy with another value at a place; `undefined` takes it away. */
function replaced(value: Json, [key, ...rest]: Path, by: Json | undefined): Json {
  if (key === undefined) return by ?? null;
  const copy = structuredClone(value) as { [key: string]: Json };
  const inner = copy[key];
  if (rest.length === 0 && by === undefined) {
    if (Array.isArray(copy)) copy.splice(Number(key), 1);
    else Reflect.deleteProperty(copy, key);
  } else copy[key] = rest.length === 0 ? (by ?? null) : replaced(inner ?? null, rest, by);
  return copy;
}

describe('parseAdapterConfig', () => {
  it('reads what was written', () => {
    expect(parseAdapterConfig(adapterConfigJson(ADAPTER_CONFIG), SUBJECT)).toEqual(ADAPTER_CONFIG);
    const plain = { ...ADAPTER_CONFIG, best: null, backbone: { ...ADAPTER_CONFIG.backbone, origin: null } };
    expect(parseAdapterConfig(adapterConfigJson(plain), SUBJECT)).toEqual(plain);
  });

  it('reads what the first format held of the same', () => {
    expect(parse(FIRST)).toEqual({ ...ADAPTER_CONFIG, backbone: { ...ADAPTER_CONFIG.backbone, config: null } });
  });

  it.each([
    ['run.frames', ['run', 'frames'], 0],
    ['run.method', ['run', 'method'], 'constructor'],
    ['run.adapters.attn.kernel', ['run', 'adapters', 'attn', 'kernel'], 'diagonal'],
    ['run.adapters.ffn.bottleneck', ['run', 'adapters', 'ffn', 'bottleneck'], 1.5],
    ['run.layers.0', ['run', 'layers'], [-1]],
    ['run.lora.rank', ['run', 'lora', 'rank'], 0],
    ['run.lora.targets.0', ['run', 'lora', 'targets', 0], 'k v'],
    ['run.prompts.length', ['run', 'prompts', 'length'], 0],
    ['backbone.sha256', ['backbone', 'sha256'], 'abc'],
    ['std', ['std'], 0],
    ['backbone.config.prefixTokens', ['backbone', 'config', 'prefixTokens'], 3],
    ['labels', ['labels'], ['only one']],
    ['labels.1', ['labels', 1], null],
    ['format', ['format'], 'other'],
    ['grid.0', ['grid', 0], -8],
  ] as [string, Path, Json][])('names the field that is wrong: %s', async (where, path, value) => {
    const problem = await problemFrom(() => parse(replaced(VALID, path, value)));
    expect(problem).toMatchObject({ code: 'bundle.bad-config', subject: SUBJECT });
    expect(problem.cause).toContain(`${where}:`);
  });

  it('reads adapters of full fine-tuning, of as many parameters as a backbone has', () => {
    const trainable = 86_000_000;
    expect(parse({ ...(VALID as { [key: string]: Json }), trainable }).trainable).toBe(trainable);
  });

  it('says that a newer format needs a newer page', async () => {
    const problem = await problemFrom(() => parse(replaced(VALID, ['formatVersion'], 3)));
    expect(problem).toMatchObject({ code: 'bundle.newer', cure: 'Update the page.' });
    expect(problem.cause).toContain('version 3');
  });

  it.each(['', '{', 'undefined', '\u0000', 'PK\u0003\u0004'])('says that %j is not JSON', async (text) => {
    expect((await problemFrom(() => parseAdapterConfig(text, SUBJECT))).code).toBe('bundle.not-json');
  });

  it.each(['null', '7', '"text"', '[]', '[1]', 'true'])('refuses JSON that is no object: %s', async (text) => {
    expect((await problemFrom(() => parseAdapterConfig(text, SUBJECT))).code).toBe('bundle.bad-config');
  });

  it('refuses every missing field but those that may be absent', () => {
    for (const path of pathsOf(VALID)) {
      const [first, second = ''] = path;
      if (path.length === 0 || first === 'labels' || isLater(path)) continue;
      if (first === 'run' && second in METHOD_DEFAULTS && path.length === 2) continue;
      if (path[path.length - 2] === 'targets') continue;
      expect(() => parse(replaced(VALID, path, undefined)), path.join('.')).toThrow(ProblemError);
    }
  });

  it('reads files from before the options of methods, with their defaults', () => {
    const names = Object.keys(METHOD_DEFAULTS);
    const old = names.reduce((value, name) => replaced(value, ['run', name], undefined), VALID);
    expect(JSON.stringify(old)).not.toMatch(/"lora"|"prefix"/);
    expect(parse(old)).toEqual(ADAPTER_CONFIG);
  });

  it('reads kernels longer than the usual three, of odd size only', async () => {
    const sized = (size: Json) => parse(replaced(VALID, ['run', 'adapters', 'attn', 'size'], size));
    expect(sized(7).run.adapters.attn).toEqual({ ...ADAPTER_CONFIG.run.adapters.attn, size: 7 });
    for (const size of [1, 4, 65, 3.5, null, '3']) {
      expect((await problemFrom(() => sized(size))).cause).toContain('run.adapters.attn.size:');
    }
  });

  it('takes settings that files of before leave out for what they were then', () => {
    const old = LATER.reduce((value, name) => replaced(value, ['run', name], undefined), VALID);
    const { run } = parse(old);
    expect(run).toEqual(ADAPTER_CONFIG.run);
    expect(LATER.map((name) => run[name])).toEqual(['start', 1, null, null, null, 'ast', null, null]);
  });

  it('answers any change with a sound configuration or a problem, never otherwise', () => {
    const hostile = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(
        '__proto__',
        'constructor',
        '<img src=x onerror=alert(1)>',
        -1,
        0,
        1e308,
        2 ** 53,
        0.5,
        null,
        [],
        {},
      ),
    ) as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(fc.constantFrom(...pathsOf(VALID)), hostile, (path, value) => {
        try {
          const read = parse(replaced(VALID, path, value));
          expect(read.run.frames).toBeGreaterThanOrEqual(1);
          expect(Number.isInteger(read.run.epochs)).toBe(true);
          expect(read.std).toBeGreaterThan(0);
          expect(read.labels.length).toBeGreaterThanOrEqual(2);
          expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
        } catch (error) {
          if (!(error instanceof ProblemError)) throw error;
          expect(error.problem.cause).not.toBe('');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('gives nothing a prototype of its own', () => {
    const text = JSON.stringify(VALID).replace('"format"', '"__proto__":{"polluted":true},"format"');
    const read = parseAdapterConfig(text, SUBJECT);
    expect('polluted' in read).toBe(false);
    expect('polluted' in {}).toBe(false);
  });
});
