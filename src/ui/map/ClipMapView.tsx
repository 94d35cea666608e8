import { useMemo, useRef, useState } from 'react';
import type { ClipMap } from '../../embedding/mapState';
import { verdictText } from '../clips/clipRows';
import { useClipSound } from '../clips/useClipSound';
import type { Suspicions } from '../clips/useSuspicions';
import { chartFiles } from '../chart/exportChart';
import { SaveLinks } from '../chart/SaveLinks';
import { FileName } from '../common/FileName';
import { ProblemNote } from '../common/ProblemNote';
import { RadioRow } from '../common/RadioRow';
import { useAttempt } from '../common/useAttempt';
import { count, percent } from '../format';
import { useApp } from '../sessionContext';
import styles from './Map.module.css';
import { mapCsv, mapDrawing } from './mapFiles';
import { MapLegend } from './MapLegend';
import { markOf } from './marks';
import { Scatter, type MapTool } from './Scatter';

interface ClipMapViewProps {
  readonly map: ClipMap;
  readonly suspicions: Suspicions | null;
  readonly chosen: ReadonlySet<string>;
  readonly onChosen: (ids: ReadonlySet<string>) => void;
}

const TOOLS = [
  { value: 'move', label: 'Move' },
  { value: 'lasso', label: 'Lasso' },
  { value: 'box', label: 'Box' },
] as const satisfies readonly { value: MapTool; label: string }[];

const TITLE = 'Map of the clips';

/** The map of the clips, with what one points at said below it. */
export function ClipMapView({ map, suspicions, chosen, onChosen }: ClipMapViewProps) {
  const dataset = useApp((state) => state.data.dataset);
  const [way, setWay] = useState<'unfolded' | 'components'>('unfolded');
  const [tool, setTool] = useState<MapTool>('move');
  const [active, setActive] = useState(-1);
  const stage = useRef<HTMLDivElement>(null);
  const { toggle } = useClipSound(stage);
  const { attempt, problem } = useAttempt('The clip');
  const { ids } = map;
  const places = (way === 'unfolded' ? map.unfolded : null) ?? map.components;

  const index = useMemo(() => new Map(ids.map((id, i) => [id, i])), [ids]);
  const labels = useMemo(() => new Map(dataset?.clips.map(({ id, labels: own }) => [id, own])), [dataset]);
  const marks = useMemo(() => {
    const marksByLabel = (dataset?.classes ?? []).map((_, label) => markOf(label));
    return ids.map((id) => marksByLabel[labels.get(id)?.[0] ?? -1] ?? null);
  }, [ids, labels, dataset]);
  const ringed = useMemo(
    () => new Set((suspicions?.suspicious ?? []).flatMap((id) => index.get(id) ?? [])),
    [suspicions, index],
  );
  const chosenPlaces = useMemo(() => new Set([...chosen].flatMap((id) => index.get(id) ?? [])), [chosen, index]);
  if (!places || !dataset) return null;

  const nameOf = (clip: number) => ids[clip] ?? '';
  const choose = (clips: readonly number[], add: boolean) =>
    onChosen(new Set([...(add ? chosen : []), ...clips.map(nameOf)]));
  const shownLabels = () => ids.map((id) => labels.get(id) ?? null);
  const open = (clip: number) => {
    setActive(clip);
    if (!chosen.has(nameOf(clip))) choose([clip], false);
    attempt(() => toggle(nameOf(clip)));
  };
  const files = chartFiles(
    () => mapCsv(map, shownLabels(), dataset.classes),
    () => mapDrawing(TITLE, places, shownLabels(), ringed, dataset.classes),
  );
  const at = active >= 0 ? nameOf(active) : null;
  const verdict = at === null ? undefined : suspicions?.verdicts.get(at);
  const named = at === null ? [] : (labels.get(at) ?? []).map((label) => dataset.classes[label] ?? '');
  return (
    <div ref={stage}>
      <div className={styles.choices}>
        <RadioRow
          legend="Places by"
          value={way}
          options={[
            { value: 'unfolded', label: 'UMAP' },
            { value: 'components', label: 'PCA' },
          ]}
          onChange={setWay}
        />
        <RadioRow legend="Dragging" value={tool} options={TOOLS} onChange={setTool} />
        <SaveLinks title={TITLE} files={files} />
      </div>
      <Scatter
        label={`Map of ${count(ids.length)} clips. Arrow keys go from clip to clip, Enter plays, Space chooses, plus and minus zoom.`}
        tool={tool}
        places={places}
        marks={marks}
        ringed={ringed}
        chosen={chosenPlaces}
        active={active}
        onActive={setActive}
        onOpen={open}
        onChoose={choose}
      />
      <p className={styles.at} role="status">
        {at === null ? (
          <span>
            Point at a clip, or press the arrow keys in the map.
            {way === 'components' || !map.unfolded
              ? ` The two axes show ${percent(map.shown, 0)} of the variance.`
              : ''}
          </span>
        ) : (
          <>
            <FileName name={at} />
            <bdi>{named.join(', ')}</bdi>
            {verdict ? <span>{verdictText(verdict)}</span> : null}
          </>
        )}
      </p>
      {problem ? <ProblemNote problem={problem} /> : null}
      <MapLegend classes={dataset.classes} />
    </div>
  );
}
