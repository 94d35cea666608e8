import { useMemo, useState } from 'react';
import { ClipList } from '../clips/ClipList';
import { mappedRow, partsOf, proposedLabel } from '../clips/clipRows';
import type { Suspicions } from '../clips/useSuspicions';
import { RadioRow } from '../common/RadioRow';
import { count } from '../format';
import { useApp } from '../sessionContext';

/** What the lists hold, and what is said where they are empty. */
const LISTS = {
  suspicious: { title: 'Suspicious clips', empty: 'No clip’s neighbours contradict its label.' },
  outlying: { title: 'Like no other', empty: 'No clip is far from all others.' },
  chosen: { title: 'Chosen on the map', empty: 'Click a clip on the map, or draw around some.' },
} as const;

type ListName = keyof typeof LISTS;

interface SuspectListsProps {
  readonly suspicions: Suspicions;
  readonly chosen: ReadonlySet<string>;
}

/** The clips that stand out, and those chosen on the map: to hear, and to put right. */
export function SuspectLists({ suspicions, chosen }: SuspectListsProps) {
  const clips = useApp((state) => state.edits.clips);
  const split = useApp((state) => state.data.split);
  const [wanted, setWanted] = useState<ListName>('suspicious');
  const { verdicts } = suspicions;
  const ids = { suspicious: suspicions.suspicious, outlying: suspicions.outlying, chosen: [...chosen] };
  const shown = ids[wanted];
  const rows = useMemo(() => {
    const parts = partsOf(split);
    const byId = new Map(clips.map((held) => [held.clip.id, held]));
    return shown.flatMap((id) => {
      const held = byId.get(id);
      return held ? [mappedRow(held, parts, verdicts.get(id))] : [];
    });
    // The names of the shown clips say all that `shown` does: it is a new list each time.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [clips, split, verdicts, shown.join('\n')]);
  const suggest = (id: string) => proposedLabel(verdicts.get(id));
  const options = (Object.keys(LISTS) as ListName[]).map((value) => ({
    value,
    label: `${LISTS[value].title} (${count(ids[value].length)})`,
  }));
  return (
    <>
      <RadioRow legend="List" term="suspicion" value={wanted} options={options} onChange={setWanted} />
      <ClipList label={LISTS[wanted].title} rows={rows} empty={LISTS[wanted].empty} suggest={suggest} />
    </>
  );
}
