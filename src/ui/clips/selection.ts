/** Which rows of a list are chosen, and where the keyboard is. */
export interface Selection {
  /** The row that the keyboard is at; -1 where the list is empty. */
  readonly active: number;
  /** Where a range began. */
  readonly anchor: number;
  /** Ids of the chosen rows. */
  readonly chosen: ReadonlySet<string>;
}

export const NOTHING_CHOSEN: Selection = { active: -1, anchor: -1, chosen: new Set() };

export type SelectionAction =
  /** To a row; with `extend`, everything from the anchor to it is chosen. */
  | { readonly kind: 'move'; readonly to: number; readonly extend: boolean }
  /** The row is chosen, or not any more; the others stay. */
  | { readonly kind: 'toggle'; readonly at: number }
  | { readonly kind: 'all' }
  | { readonly kind: 'none' }
  /** The rows are other ones: what is not among them is not chosen any more, and the keyboard stays where it can. */
  | { readonly kind: 'rows' };

const clamped = (index: number, count: number) => Math.max(Math.min(0, count - 1), Math.min(index, count - 1));

/** The selection over rows with these ids after an action. Pure. */
export function select(selection: Selection, ids: readonly string[], action: SelectionAction): Selection {
  const { chosen, anchor } = selection;
  switch (action.kind) {
    case 'move': {
      const active = clamped(action.to, ids.length);
      if (!action.extend || active < 0) return { ...selection, active, anchor: active };
      const from = anchor < 0 ? active : Math.min(anchor, ids.length - 1);
      const range = ids.slice(Math.min(from, active), Math.max(from, active) + 1);
      return { active, anchor: from, chosen: new Set([...chosen, ...range]) };
    }
    case 'toggle': {
      const id = ids[action.at];
      if (id === undefined) return selection;
      const next = new Set(chosen);
      if (!next.delete(id)) next.add(id);
      return { active: action.at, anchor: action.at, chosen: next };
    }
    case 'all':
      return { ...selection, chosen: new Set(ids) };
    case 'none':
      return chosen.size === 0 ? selection : { ...selection, chosen: new Set() };
    case 'rows': {
      const active = clamped(selection.active, ids.length);
      const kept = chosen.size === 0 ? chosen : new Set(ids.filter((id) => chosen.has(id)));
      const isSame = active === selection.active && kept.size === chosen.size;
      return isSame ? selection : { active, anchor: active, chosen: kept };
    }
  }
}

/** What an action is to be done to: the chosen rows, or the one that the keyboard is at. In the rows' order. */
export function targetsOf({ active, chosen }: Selection, ids: readonly string[]): readonly string[] {
  const own = chosen.size === 0 ? [] : ids.filter((id) => chosen.has(id));
  if (own.length > 0) return own;
  const at = ids[active];
  return at === undefined ? [] : [at];
}
