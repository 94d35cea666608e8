import { describe, expect, it } from 'vitest';
import { readWords } from '../../scripts/lib/benchWords.mjs';
import { CONFIGURATIONS } from './configurations';

describe('the words after npm run bench', () => {
  it('are none: nano, five steps, on the backends of the runner', () => {
    expect(readWords([])).toEqual({
      subject: 'step',
      json: false,
      dawn: false,
      steps: 5,
      configurations: ['nano'],
      backends: [],
      contestants: [],
    });
  });

  it('name backends, or with --dawn contestants', () => {
    expect(readWords(['wasm', '--steps', '200', '--json'])).toMatchObject({
      backends: ['wasm'],
      steps: 200,
      json: true,
    });
    expect(readWords(['--dawn', 'jax', 'onnx'])).toMatchObject({ dawn: true, contestants: ['jax', 'onnx'] });
  });

  it.each(['nano', 'tiny', 'base', 'base-514'])('--config %s names configurations that there are', (name) => {
    const words = readWords(['--config', name]);
    const configurations = words.subject === 'step' ? words.configurations : [];
    expect(configurations.length).toBeGreaterThan(0);
    for (const one of configurations) expect(Object.keys(CONFIGURATIONS)).toContain(one);
  });

  it('name another subject first, with words of its own', () => {
    expect(readWords(['audio'])).toEqual({ subject: 'audio', json: false, clips: 2000, hours: 0, recordings: null });
    expect(readWords(['tasks', '--clips', '60'])).toMatchObject({ subject: 'tasks', clips: 60 });
    expect(readWords(['recording', '--hours', '1'])).toMatchObject({ subject: 'recording', hours: 1 });
    expect(readWords(['audio', '--json', '--clips', '40', '--recordings', 'sounds'])).toMatchObject({
      json: true,
      clips: 40,
      recordings: 'sounds',
    });
  });

  it.each([
    [['quick'], '"quick" is no word'],
    [['--steps', '0'], '--steps wants'],
    [['--steps'], '--steps wants'],
    [['--config', 'huge'], '--config wants'],
    [['--dawn', 'wasm'], 'WebGPU alone'],
    [['jax'], 'with --dawn only'],
    [['load', '--clips', '3'], '"--clips" is no word of "load"'],
    [['audio', '--steps', '3'], '"--steps" is no word of "audio"'],
    [['audio', '--clips', 'many'], '--clips wants'],
    [['audio', '--recordings'], '--recordings wants'],
    [['recording', '--hours', '0'], '--hours wants'],
  ])('%j is refused with how to use it', (words, why) => {
    expect(() => readWords(words)).toThrow(why);
    expect(() => readWords(words)).toThrow('Use: npm run bench');
  });
});
