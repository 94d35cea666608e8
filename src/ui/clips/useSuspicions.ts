import { useMemo } from 'react';
import { outlyingRows, suspiciousRows, verdicts, type Verdict } from '../../embedding/suspicion';
import type { MapStage } from '../../embedding/mapState';
import { useApp } from '../sessionContext';

/** What a map says of the clips' labels, as they stand now. */
export interface Suspicions {
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** Ids, the most suspicious first. */
  readonly suspicious: readonly string[];
  /** Ids, the farthest from all others first. */
  readonly outlying: readonly string[];
}

/** The suspicions of a map; null before its neighbours are known. They follow every correction at once. */
export function useSuspicions(stage: MapStage): Suspicions | null {
  const map = useApp((state) => state.map.maps[stage]);
  const clips = useApp((state) => state.edits.clips);
  const neighbours = map?.neighbours ?? null;
  const ids = map?.ids ?? null;
  return useMemo(() => {
    if (!neighbours || !ids) return null;
    const labels = new Map(clips.map(({ clip, classNames, excluded }) => [clip.id, excluded ? null : classNames]));
    const judged = verdicts(
      neighbours,
      ids.map((id) => labels.get(id) ?? null),
    );
    const named = (rows: readonly number[]) => rows.map((row) => ids[row] ?? '');
    return {
      verdicts: new Map(ids.flatMap((id, i) => (judged[i] ? [[id, judged[i]] as const] : []))),
      suspicious: named(suspiciousRows(judged)),
      outlying: named(outlyingRows(judged)),
    };
  }, [neighbours, ids, clips]);
}
