import { SelectField } from '../common/SelectField';
import { useApp, useSession } from '../sessionContext';
import type { StageView } from './useStage';

/** Chooses two panels whose difference is drawn, or none. */
export function DifferenceField({ view }: { readonly view: StageView }) {
  const session = useSession();
  const difference = useApp((state) => state.look.difference);
  const { panels } = view;
  const ordered = panels.flatMap((_, b) => panels.flatMap((__, a) => (a === b ? [] : [[a, b] as const])));
  // What came later less what came before, first.
  const pairs = [...ordered.filter(([a, b]) => b > a), ...ordered.filter(([a, b]) => b < a)].map(([a, b]) => ({
    a,
    b,
    title: `${panels[b]?.name} − ${panels[a]?.name}`,
  }));
  const change = (text: string) => {
    const pair = pairs.find(({ a, b }) => `${a} ${b}` === text);
    void session.look({ difference: pair ? [pair.a, pair.b] : null });
  };
  const missing = difference !== null && view.difference === null;
  return (
    <SelectField
      label="Difference"
      term="difference"
      value={difference ? difference.join(' ') : 'none'}
      options={[['none', 'None'], ...pairs.map(({ a, b, title }) => [`${a} ${b}`, title] as const)]}
      onChange={change}
      disabled={pairs.length === 0}
      hint={missing ? 'Both panels must show a map on the same grid.' : undefined}
    />
  );
}
