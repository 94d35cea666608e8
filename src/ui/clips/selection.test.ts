import { describe, expect, it } from 'vitest';
import { NOTHING_CHOSEN, select, targetsOf, type Selection, type SelectionAction } from './selection';

const IDS = ['a', 'b', 'c', 'd', 'e'];
const after = (...actions: SelectionAction[]): Selection =>
  actions.reduce((selection, action) => select(selection, IDS, action), NOTHING_CHOSEN);
const chosen = (selection: Selection) => [...selection.chosen].sort().join('');

describe('the selection of a list', () => {
  it('moves within the list, and not beyond', () => {
    expect(after({ kind: 'move', to: 99, extend: false }).active).toBe(4);
    expect(after({ kind: 'move', to: -3, extend: false }).active).toBe(0);
    expect(select(NOTHING_CHOSEN, [], { kind: 'move', to: 1, extend: true })).toMatchObject({ active: -1 });
  });

  it('extends from where it began, both ways', () => {
    const down = after({ kind: 'move', to: 1, extend: false }, { kind: 'move', to: 3, extend: true });
    expect([chosen(down), down.anchor]).toEqual(['bcd', 1]);
    expect(chosen(select(down, IDS, { kind: 'move', to: 0, extend: true }))).toBe('abcd');
  });

  it('toggles single ones, all and none', () => {
    const two = after({ kind: 'toggle', at: 1 }, { kind: 'toggle', at: 3 });
    expect(chosen(two)).toBe('bd');
    expect(chosen(select(two, IDS, { kind: 'toggle', at: 1 }))).toBe('d');
    expect(chosen(select(two, IDS, { kind: 'all' }))).toBe('abcde');
    expect(chosen(select(two, IDS, { kind: 'none' }))).toBe('');
  });

  it('acts on what is chosen in the list’s order, or on the row that the keyboard is at', () => {
    expect(targetsOf(after({ kind: 'toggle', at: 3 }, { kind: 'toggle', at: 0 }), IDS)).toEqual(['a', 'd']);
    expect(targetsOf(after({ kind: 'move', to: 2, extend: false }), IDS)).toEqual(['c']);
    expect(targetsOf(NOTHING_CHOSEN, IDS)).toEqual([]);
  });

  it('follows rows that go', () => {
    const at = after({ kind: 'toggle', at: 4 }, { kind: 'toggle', at: 0 }, { kind: 'move', to: 4, extend: false });
    const fewer = select(at, ['a', 'b'], { kind: 'rows' });
    expect([fewer.active, chosen(fewer)]).toEqual([1, 'a']);
    expect(select(fewer, ['a', 'b'], { kind: 'rows' })).toBe(fewer);
  });
});
