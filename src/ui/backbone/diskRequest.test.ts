import { describe, expect, it } from 'vitest';
import { requestOf } from './diskRequest';

const file = (name: string) => new File([], name);

describe('requestOf', () => {
  it('pairs weights with their config.json, in any order', () => {
    const [weights, config] = [file('model.safetensors'), file('config.JSON')];
    expect(requestOf([config, weights])).toEqual({ kind: 'files', weights, config });
    expect(requestOf([weights])).toEqual({ kind: 'files', weights, config: null });
  });

  it('refuses a config alone and two files of weights', () => {
    expect(() => requestOf([file('config.json')])).toThrow(/holds no weights/);
    expect(() => requestOf([file('a.pth'), file('b.pth')])).toThrow(/a\.pth, b\.pth.*Several/);
  });
});
