import { useMemo } from 'react';
import type { AttentionMaps, Reading } from '../../attention/types';
import { Heading } from '../common/Heading';
import styles from './Look.module.css';
import { rangeOf, selectMap } from './maps';
import { PaddingMark } from './PaddingMark';
import type { Padding } from './padding';
import { paintMap } from './pixels';
import { PixelCanvas } from './PixelCanvas';

interface HeadGridProps {
  readonly maps: AttentionMaps;
  readonly padding: Padding | null;
  readonly reading: Reading;
  readonly layer: number;
  readonly head: number | null;
  readonly onChoose: (layer: number, head: number | null) => void;
}

/** Every layer's every head as a small map to press, each on its own scale; the first column is the mean over heads. */
export function HeadGrid({ maps, padding, reading, layer, head, onChoose }: HeadGridProps) {
  const heads: readonly (number | null)[] = [null, ...Array.from({ length: maps.heads }, (_, h) => h)];
  const pictures = useMemo(
    () =>
      Array.from({ length: maps.layers }, (_, l) =>
        [null, ...Array.from({ length: maps.heads }, (_row, h) => h)].map((h) => {
          const map = selectMap(maps, reading, l, h);
          return paintMap(map, maps.grid, rangeOf([map]));
        }),
      ),
    [maps, reading],
  );
  return (
    <div>
      <Heading term="head">Layers and heads</Heading>
      <div className={styles.scroll}>
        <table className={styles.heads}>
          <thead>
            <tr>
              <td />
              {heads.map((h) => (
                <th key={h ?? 'mean'} scope="col">
                  {h === null ? 'mean' : h + 1}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pictures.map((row, l) => (
              <tr key={l}>
                <th scope="row">{l + 1}</th>
                {row.map((picture, i) => {
                  const h = heads[i] ?? null;
                  return (
                    <td key={i}>
                      <button
                        type="button"
                        aria-pressed={l === layer && h === head}
                        aria-label={`Layer ${l + 1}, ${h === null ? 'mean over heads' : `head ${h + 1}`}`}
                        onClick={() => onChoose(l, h)}
                      >
                        <PixelCanvas picture={picture} sharp />
                        {padding ? <PaddingMark from={padding.fromColumn} small /> : null}
                      </button>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
