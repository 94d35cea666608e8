import { describe, expect, it } from 'vitest';
import { ADAPTER_CONFIG } from '../../tests/numeric/adapterConfig';
import { memoryRunStorage } from '../../tests/numeric/memoryRunStorage';
import { runRecord } from '../../tests/numeric/runRecords';
import { problemFrom } from '../../tests/weights/checkpoints';
import type { StoredRun } from '../runs/record';
import { createAppStore } from '../store/store';
import { createRunLibrary, type Signal } from './runLibrary';

const adapter = { weights: new Uint8Array([1, 2, 3]), config: ADAPTER_CONFIG };
const RUN: StoredRun = { record: runRecord(), adapter };
const OTHER: StoredRun = { record: runRecord({ id: 'run-2', name: 'other' }), adapter: null };

/** Tabs of one browser over one storage. */
function browser() {
  const memory = memoryRunStorage();
  const tabs: (() => void)[] = [];
  const openTab = () => {
    const store = createAppStore();
    const heard: (() => void)[] = [];
    const me = () => heard.forEach((changed) => changed());
    tabs.push(me);
    const signal: Signal = {
      send: () => tabs.filter((tab) => tab !== me).forEach((tab) => tab()),
      hear: (changed) => void heard.push(changed),
    };
    const library = createRunLibrary(store, memory.storage, signal);
    return { library, store, names: () => store.getState().library.runs.map(({ name }) => name) };
  };
  return { ...memory, openTab };
}

describe('the library of runs', () => {
  it('gives a run back whole after a reload', async () => {
    const { openTab } = browser();
    await openTab().library.keep([RUN, OTHER]);
    const { library, store } = openTab();
    await library.restore();
    expect(store.getState().library.runs.map(({ id, tone }) => [id, tone])).toEqual([
      ['run-1', 0],
      ['run-2', 1],
    ]);
    expect(await library.stored('run-1')).toEqual(RUN);
    expect(await library.stored('run-2')).toEqual(OTHER);
    expect((await problemFrom(() => library.adapter('run-2'))).code).toBe('runs.no-adapter');
  });

  it('takes nothing from another tab, and hears of what it does', async () => {
    const { openTab } = browser();
    const [one, two] = [openTab(), openTab()];
    await Promise.all([one.library.restore(), two.library.restore()]);
    await Promise.all([one.library.keep([RUN]), two.library.keep([OTHER])]);
    await one.library.edit('run-1', { notes: 'of one' });
    await two.library.edit('run-1', { name: 'of two' });
    await one.library.restore();
    const three = openTab();
    await three.library.restore();
    for (const tab of [one, two, three]) {
      await expect.poll(() => tab.names().sort()).toEqual(['of two', 'other']);
      await expect.poll(() => tab.store.getState().library.runs.find(({ id }) => id === 'run-1')?.notes).toBe('of one');
    }
  });

  it('loses nothing where the storage is full, says so, and stores it once there is room', async () => {
    const { openTab, setFull, rows } = browser();
    const { library, store } = openTab();
    setFull(true);
    await library.keep([RUN]);
    expect(store.getState().library.problem?.code).toBe('runs.quota');
    expect(await library.stored('run-1')).toEqual(RUN);
    await library.edit('run-1', { name: 'renamed' });
    expect((await library.stored('run-1')).record.name).toBe('renamed');
    expect(rows.entries.size).toBe(0);
    setFull(false);
    await library.keep([OTHER]);
    expect(store.getState().library.problem).toBeNull();
    expect([...rows.entries.keys()].sort()).toEqual(['run-1', 'run-2']);
    expect(rows.entries.get('run-1')).toMatchObject({ name: 'renamed' });
  });

  it('goes on in memory where there is no storage at all', async () => {
    const { openTab, setMissing } = browser();
    setMissing(true);
    const { library, store, names } = openTab();
    await library.restore();
    expect(store.getState().library.problem?.code).toBe('runs.storage');
    await library.keep([RUN, OTHER]);
    await library.remove(['run-2']);
    expect(names()).toEqual([RUN.record.name]);
    expect(await library.stored('run-1')).toEqual(RUN);
  });

  it('leaves out a broken row, and says how many', async () => {
    const { openTab, rows } = browser();
    await openTab().library.keep([RUN, OTHER]);
    rows.entries.set('run-2', { id: 'run-2', name: 5 });
    const { library, store, names } = openTab();
    await library.restore();
    expect(names()).toEqual([RUN.record.name]);
    expect(store.getState().library.problem).toMatchObject({ code: 'runs.unread', subject: 'One run' });
    rows.details.delete('run-1');
    expect((await problemFrom(() => library.details('run-1'))).code).toBe('runs.details');
  });

  it('remembers the baseline', async () => {
    const { openTab } = browser();
    const { library } = openTab();
    await library.keep([RUN]);
    await library.setBaseline('run-1');
    const { library: again, store } = openTab();
    await again.restore();
    expect(store.getState().library.baseline).toBe('run-1');
  });
});
