import { describe, expect, it } from 'vitest';
import { createRunControl } from './control';

const soon = () => new Promise((resolve) => setTimeout(resolve, 20));

/** Asks the gate, and says whether it has opened. */
function asking(control: ReturnType<typeof createRunControl>) {
  const asked = { answer: null as 'go' | 'stop' | null };
  void control.gate().then((answer) => (asked.answer = answer));
  return asked;
}

describe('createRunControl', () => {
  it('lets a running loop through', async () => {
    const control = createRunControl(false, () => undefined);
    expect(control.paused).toBe(false);
    expect(await control.gate()).toBe('go');
    expect(await control.turn()).toBe('go');
  });

  it('holds a paused loop until it is resumed, and tells of each change once', async () => {
    const told: string[] = [];
    const control = createRunControl(false, (state) => told.push(state));
    control.pause();
    control.pause();
    const asked = asking(control);
    await soon();
    expect(asked.answer).toBeNull();
    control.resume();
    control.resume();
    await soon();
    expect(asked.answer).toBe('go');
    expect(told).toEqual(['paused', 'running']);
  });

  it('says that it is paused only when what was under way is done', async () => {
    const told: string[] = [];
    const control = createRunControl(false, (state) => told.push(state));
    let done: () => void = () => undefined;
    control.pause();
    void control.gate(() => new Promise((resolve) => (done = resolve)));
    await soon();
    expect(told).toEqual([]);
    done();
    await soon();
    expect(told).toEqual(['paused']);
  });

  it('lets exactly one step through for each that is asked for', async () => {
    const control = createRunControl(true, () => undefined);
    control.step();
    expect(control.paused).toBe(false);
    expect(await control.gate()).toBe('go');
    expect(control.paused).toBe(true);
    const asked = asking(control);
    await soon();
    expect(asked.answer).toBeNull();
    control.step();
    await soon();
    expect(asked.answer).toBe('go');
  });

  it('pauses a running loop when asked for one step', async () => {
    const told: string[] = [];
    const control = createRunControl(false, (state) => told.push(state));
    control.step();
    const asked = asking(control);
    await soon();
    expect(told).toEqual(['paused']);
    expect(asked.answer).toBeNull();
  });

  it.each([true, false])('stops, held or not (paused: %s)', async (paused) => {
    const control = createRunControl(paused, () => undefined);
    const asked = asking(control);
    control.stop();
    await soon();
    expect(asked.answer).toBe('stop');
    expect(await control.gate()).toBe('stop');
    expect(await control.turn()).toBe('stop');
    expect(control.stopping).toBe(true);
  });

  it('gives waiting messages their turn', async () => {
    const control = createRunControl(false, () => undefined);
    const { port1, port2 } = new MessageChannel();
    let heard = false;
    port1.onmessage = () => (heard = true);
    port2.postMessage(null);
    for (let i = 0; i < 5 && !heard; i++) await control.turn();
    port1.close();
    expect(heard).toBe(true);
  });

  it('holds on the way to a step without using it up', async () => {
    const told: string[] = [];
    const control = createRunControl(false, (state) => told.push(state));
    await control.hold(async () => undefined);
    control.pause();
    let settled = 0;
    let passed = 0;
    void control.hold(async () => void settled++).then(() => passed++);
    await soon();
    expect([settled, passed, told]).toEqual([1, 0, ['paused']]);
    control.step();
    await soon();
    expect(passed).toBe(1);
    await control.hold(async () => undefined);
    expect(asking(control).answer).toBeNull();
    await soon();
    const next = asking(control);
    await soon();
    expect(next.answer).toBeNull();
  });

  it('tells who waits for something else that it is to stop', async () => {
    const control = createRunControl(false, () => undefined);
    let stopped = false;
    void control.stopped.then(() => (stopped = true));
    await soon();
    expect(stopped).toBe(false);
    control.stop();
    await soon();
    expect(stopped).toBe(true);
  });
});
