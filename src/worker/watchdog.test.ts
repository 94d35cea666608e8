import { describe, expect, it } from 'vitest';
import { createWatchdog, TICK_MS, type Watchdog } from './watchdog';

/** What the ticks of so many minutes say; `each` is done before each of them. */
function minutes(dog: Watchdog, count: number, each: (tick: number) => void = () => undefined): string | null {
  for (let tick = 0; tick < (count * 60_000) / TICK_MS; tick++) {
    each(tick);
    const said = dog.tick();
    if (said) return said;
  }
  return null;
}

describe('the watchdog', () => {
  it('says nothing of a worker that has not been heard of yet, or that beats', () => {
    const dog = createWatchdog();
    expect(minutes(dog, 60)).toBeNull();
    expect(minutes(dog, 60, () => dog.beat(null))).toBeNull();
  });

  it('says so of one that falls silent, whatever it said last', () => {
    for (const last of [
      (dog: Watchdog) => dog.heard(),
      (dog: Watchdog) => dog.beat(7),
      (dog: Watchdog) => dog.beat(null),
    ]) {
      const dog = createWatchdog();
      last(dog);
      expect(minutes(dog, 2)).toBeNull();
      expect(minutes(dog, 0.2)).toContain('no sign of life');
    }
  });

  it('says so of one that waits for the same work of the device for too long, and not of one whose work ends', () => {
    const dog = createWatchdog();
    expect(minutes(dog, 60, (tick) => dog.beat(tick))).toBeNull();
    expect(minutes(dog, 4.5, () => dog.beat(1))).toBeNull();
    expect(minutes(dog, 1, () => dog.beat(1))).toContain('graphics device');
  });
});
