import type { Labelled } from './layout';

/**
 * What each clip must not be parted from: its own group, and, where it is a stretch of a recording, the other clips of that
 * recording. Where a recording's clips are of several groups, those count as one, named after the first. Null for none.
 */
export function groupsOf(labelled: readonly Labelled[]): (string | null)[] {
  const parent = new Map<string, string>();
  const rootOf = (name: string): string => {
    const above = parent.get(name) ?? name;
    if (above === name) return name;
    const root = rootOf(above);
    parent.set(name, root);
    return root;
  };
  const keysOf = ({ group, segment, source }: Labelled): string[] => [
    ...(group === null ? [] : [`group ${group}`]),
    ...(segment === null ? [] : [`path ${source.path}`]),
  ];
  for (const item of labelled) {
    const [first, second] = keysOf(item);
    if (first !== undefined && second !== undefined) parent.set(rootOf(second), rootOf(first));
  }
  return labelled.map((item) => {
    const [first] = keysOf(item);
    return first === undefined ? null : rootOf(first).replace(/^(group|path) /, '');
  });
}
