import { Fragment } from 'react';
import { tokensOf } from '../../attention/types';
import { Heading } from '../common/Heading';
import tables from '../common/Table.module.css';
import styles from './EntropyChart.module.css';
import { entropyLines, PANEL_COLOURS } from './entropyLines';
import type { StageView } from './useStage';

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [520, 180, 44, 34, 10, 12];

/** How widely attention is spread in each layer, a line a panel: the number behind the paper's "reduces noise". */
export function EntropyChart({ view }: { readonly view: StageView }) {
  const lines = entropyLines(view.panels);
  const [first] = lines;
  if (!first) return null;
  const layers = Math.max(...lines.map(({ values }) => values.length));
  const all = lines.flatMap(({ values }) => values);
  const low = Math.max(0, Math.floor(10 * Math.min(...all) - 0.2) / 10);
  const x = (layer: number) => LEFT + ((WIDTH - LEFT - RIGHT) * (layer + 0.5)) / layers;
  const y = (share: number) => TOP + ((HEIGHT - TOP - BOTTOM) * (1 - share)) / (1 - low);
  const ticks = [low, (low + 1) / 2, 1];
  const most = Math.log2(tokensOf(first.facts));
  const words = lines.map(({ name, mean }) => `${name} ${mean.toFixed(3)}`).join(', ');
  return (
    <div className={styles.chart}>
      <Heading term="layerEntropy">Attention entropy by layer</Heading>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Attention entropy by layer, mean over layers: ${words}`}
      >
        {ticks.map((share) => (
          <Fragment key={share}>
            <line className={styles.rule} x1={LEFT} x2={WIDTH - RIGHT} y1={y(share)} y2={y(share)} />
            <text className={styles.tick} x={LEFT - 6} y={y(share) + 4} textAnchor="end">
              {share.toFixed(2)}
            </text>
          </Fragment>
        ))}
        {Array.from({ length: layers }, (_, layer) => (
          <text key={layer} className={styles.tick} x={x(layer)} y={HEIGHT - BOTTOM + 16} textAnchor="middle">
            {layer + 1}
          </text>
        ))}
        <text className={styles.tick} x={(WIDTH + LEFT) / 2} y={HEIGHT - 2} textAnchor="middle">
          layer
        </text>
        {lines.map(({ values, place }) => (
          <g key={place} style={{ color: PANEL_COLOURS[place] }}>
            <polyline
              className={styles.line}
              points={values.map((value, layer) => `${x(layer)},${y(value)}`).join(' ')}
            />
            {values.map((value, layer) => (
              <circle key={layer} className={styles.dot} cx={x(layer)} cy={y(value)} r={3.5} />
            ))}
          </g>
        ))}
      </svg>
      <ul className={styles.keys}>
        {lines.map(({ name, place, mean }) => (
          <li key={place}>
            <span className={styles.key} style={{ background: PANEL_COLOURS[place] }} aria-hidden />
            {name}: mean {mean.toFixed(3)} ({(mean * most).toFixed(2)} of {most.toFixed(2)} bits)
          </li>
        ))}
      </ul>
      <details className={styles.details}>
        <summary>Entropy by layer as a table</summary>
        <table className={tables.table}>
          <thead>
            <tr>
              <th scope="col">Layer</th>
              {lines.map(({ name, place }) => (
                <th key={place} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: layers }, (_, layer) => (
              <tr key={layer}>
                <th scope="row">{layer + 1}</th>
                {lines.map(({ values, place }) => (
                  <td key={place}>{values[layer]?.toFixed(4) ?? ''}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}
