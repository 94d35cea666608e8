import { describe, expect, it } from 'vitest';
import { createEpochStore } from './epochStore';

const run = {};
const theta = (epoch: number) => new Float32Array(25).fill(epoch); // 100 bytes

function after(epochs: number, budget: number, bestAt = 1) {
  const store = createEpochStore(budget);
  store.begin(run);
  for (let epoch = 1; epoch <= epochs; epoch++) store.keep(run, epoch, theta(epoch), epoch === bestAt);
  return store;
}

describe('createEpochStore', () => {
  it('holds every epoch while there is room', () => {
    const store = after(5, 500);
    expect(store.facts()).toEqual({ held: [1, 2, 3, 4, 5], offered: 5, bytes: 500, budget: 500 });
    expect(store.get(run, 3)).toEqual(theta(3));
  });

  it('thins evenly, and keeps the first, the best and the latest', () => {
    expect(after(6, 500).facts().held).toEqual([1, 2, 4, 6]);
    expect(after(25, 500, 7).facts().held).toEqual([1, 7, 16, 25]);
    expect(after(7, 500, 3).facts().held).toEqual([1, 3, 4, 7]);
  });

  it('never holds more than its budget, whatever the epochs', () => {
    for (const budget of [0, 99, 100, 150, 299, 450, 1000]) {
      for (let epochs = 1; epochs <= 40; epochs++) {
        const { held, bytes } = after(epochs, budget, Math.ceil(epochs / 2)).facts();
        expect(bytes).toBeLessThanOrEqual(budget);
        expect(bytes).toBe(100 * held.length);
        if (budget >= 300) expect(held).toEqual(expect.arrayContaining([1, Math.ceil(epochs / 2), epochs]));
        else if (budget >= 100) expect(held).toContain(epochs);
      }
    }
  });

  it('forgets with another run, and passes over what comes late of the one before', () => {
    const store = after(3, 500);
    store.begin({});
    store.keep(run, 4, theta(4), false);
    expect(store.facts()).toEqual({ held: [], offered: 0, bytes: 0, budget: 500 });
    expect(store.get(run, 1)).toBeUndefined();
  });
});
