import { useMemo, useState } from 'react';
import { csvRow } from '../../core/csv';
import { tokensOf } from '../../attention/types';
import { Chart } from '../chart/Chart';
import { ChartTable } from '../chart/ChartTable';
import { createCursor, CursorProvider } from '../chart/cursor';
import { useApp } from '../sessionContext';
import styles from './EntropyChart.module.css';
import { entropyLines, PANEL_COLOURS } from './entropyLines';
import { useKnown } from './SourcePicker';
import { sourceTitle } from './sources';

const TITLE = 'Attention entropy by layer';
const NONE: readonly never[] = [];
const SHOWN = {
  kind: 'linear',
  range: 'values',
  formatX: String,
  formatPlace: (layer: number) => `layer ${Math.max(1, Math.round(layer))}`,
  formatY: (share: number) => share.toFixed(3),
  formatTick: (share: number) => share.toFixed(2),
} as const;

/** How widely attention is spread in each layer, a line a panel: the number behind the paper's "reduces noise". */
export function EntropyChart() {
  const panels = useApp((state) => state.look.panels);
  const known = useKnown();
  const [cursor] = useState(createCursor);
  const lines = useMemo(
    () => entropyLines(panels.map(({ source, facts }) => ({ name: sourceTitle(source, known), facts }))),
    [panels, known],
  );
  const series = useMemo(
    () =>
      lines.map(({ name, place, values }) => ({
        id: String(place),
        title: name,
        colour: PANEL_COLOURS[place] ?? '',
        dash: null,
        look: 'dotted-points' as const,
        band: null,
        points: values.map((y, layer) => ({ x: layer + 1, y })),
      })),
    [lines],
  );
  const layers = Math.max(0, ...lines.map(({ values }) => values.length));
  const ticks = useMemo(() => Array.from({ length: layers }, (_, layer) => layer + 1), [layers]);
  const [first] = lines;
  if (!first) return null;
  const most = Math.log2(tokensOf(first.facts));
  const csv = () => {
    const rows = lines.flatMap(({ name, values }) => values.map((share, layer) => csvRow([name, layer + 1, share])));
    return [csvRow(['model', 'layer', 'entropy, share of log N']), ...rows, ''].join('\r\n');
  };
  const columns = () =>
    lines.map(({ name, values }) => ({
      title: name,
      values: new Map(values.map((share, layer) => [layer + 1, share])),
    }));
  return (
    <CursorProvider value={cursor}>
      <div className={styles.chart}>
        <Chart
          {...SHOWN}
          title={TITLE}
          term="layerEntropy"
          series={series}
          levels={NONE}
          marks={NONE}
          ticksX={ticks}
          csv={csv}
          table={<ChartTable title={TITLE} by="Layer" columns={columns} format={(share) => share.toFixed(4)} />}
        />
        <ul className={styles.means}>
          {lines.map(({ name, place, mean }) => (
            <li key={place}>
              {name}: mean {mean.toFixed(3)} ({(mean * most).toFixed(2)} of {most.toFixed(2)} bits)
            </li>
          ))}
        </ul>
      </div>
    </CursorProvider>
  );
}
