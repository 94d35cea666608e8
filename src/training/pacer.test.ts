import { afterEach, describe, expect, it, vi } from 'vitest';
import { createPacer, type Device } from './pacer';

afterEach(() => vi.restoreAllMocks());

/** A device that finishes steps when told to. */
function slowDevice() {
  const ends: (() => void)[] = [];
  const device: Device = { done: () => new Promise((resolve) => ends.push(resolve)) };
  return { device, asked: () => ends.length, finish: (step: number) => ends[step - 1]?.() };
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

describe('the pacer', () => {
  it('lets two steps be under way, and waits with the third', async () => {
    const { device, asked, finish } = slowDevice();
    const pacer = createPacer(device, () => undefined);
    await pacer.submitted(1);
    let hasRoom = false;
    const second = pacer.submitted(2).then(() => (hasRoom = true));
    await turn();
    expect([asked(), hasRoom]).toEqual([2, false]);
    finish(1);
    await second;
    const third = pacer.submitted(3);
    finish(2);
    await third;
    expect(asked()).toBe(3);
  });

  it('tells of steps that are done, at most five times a second', async () => {
    const clock = vi.spyOn(performance, 'now').mockReturnValue(1000);
    const told: number[] = [];
    const device: Device = { done: () => Promise.resolve() };
    const pacer = createPacer(device, (step) => told.push(step));
    for (let step = 1; step <= 10; step++) {
      clock.mockReturnValue(1000 + 90 * step);
      await pacer.submitted(step);
      await turn();
    }
    expect(told).toEqual([3, 6, 9]);
  });

  it('does nothing where the processor makes the steps', async () => {
    const tell = vi.fn();
    const pacer = createPacer(null, tell);
    for (let step = 1; step <= 5; step++) await pacer.submitted(step);
    expect(tell).not.toHaveBeenCalled();
  });

  it("hands on a device's failure to whoever waits", async () => {
    const device: Device = { done: () => Promise.reject(new Error('lost')) };
    const pacer = createPacer(device, () => undefined);
    await pacer.submitted(1);
    await expect(pacer.submitted(2)).rejects.toThrow('lost');
  });
});
