import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { overviewKey } from '../../attention/choose';
import { Heading } from '../common/Heading';
import { SelectField } from '../common/SelectField';
import { useApp, useSession } from '../sessionContext';
import { headTitle } from './headTitle';
import { HeadZoom } from './HeadZoom';
import styles from './Look.module.css';
import { rangeOf, selectMap } from './maps';
import { PaddingMark } from './PaddingMark';
import { paintMap } from './pixels';
import { PixelCanvas } from './PixelCanvas';
import type { StageView } from './useStage';

/** How long what is looked from must rest before the overview is asked for. */
const REST_MS = 150;

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/** Every layer's every head as a small map, each on its own scale, the mean over heads first; one of them zooms. */
export function HeadGrid({ view }: { readonly view: StageView }) {
  const session = useSession();
  const look = useApp((state) => state.look);
  const [isZoomed, setIsZoomed] = useState(false);
  const grid = useRef<HTMLTableElement>(null);
  const panel = look.panels[look.overviewPanel];
  const facts = panel?.facts ?? null;
  const key = overviewKey(look);
  const maps = look.overview?.maps ?? null;

  useEffect(() => {
    if (key === null) return;
    const timer = setTimeout(() => void session.lookOver(), REST_MS);
    return () => clearTimeout(timer);
  }, [key, session]);

  const heads = useMemo(() => [null, ...Array.from({ length: facts?.heads ?? 0 }, (_, h) => h)], [facts]);
  const pictures = useMemo(() => {
    if (!facts || maps?.length !== facts.layers * facts.heads * facts.grid[0] * facts.grid[1]) return null;
    return Array.from({ length: facts.layers }, (_, l) =>
      heads.map((h) => {
        const map = selectMap(maps, facts, l, h);
        return paintMap(map, facts.grid, rangeOf([map]));
      }),
    );
  }, [maps, facts, heads]);

  if (!facts || !pictures || !maps) return null;
  const layer = Math.min(look.layer, facts.layers - 1);
  const column = Math.max(0, heads.indexOf(look.head));
  const choose = (l: number, i: number) =>
    void session.look({
      layer: l,
      head: heads[i] ?? null,
      ...(look.shown === 'attention' ? {} : { shown: 'attention' }),
    });
  /** To the neighbour, as far as there is one; the focus goes along where the grid has it. */
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const l = Math.min(facts.layers - 1, Math.max(0, layer + step[0]));
    const i = Math.min(heads.length - 1, Math.max(0, column + step[1]));
    choose(l, i);
    grid.current?.querySelectorAll('button')[l * heads.length + i]?.focus();
  };
  const options = view.panels.flatMap(({ name, facts: own }, i) => (own ? [[String(i), name] as const] : []));
  return (
    <div className={styles.overview}>
      <Heading term="head">Layers and heads</Heading>
      <SelectField
        label="Of"
        value={String(look.overviewPanel)}
        options={options}
        onChange={(i) => void session.look({ overviewPanel: Number(i) })}
      />
      {isZoomed ? (
        <HeadZoom
          view={view}
          facts={facts}
          map={selectMap(maps, facts, layer, look.head)}
          layer={layer}
          head={look.head}
          onKey={move}
          onClose={() => setIsZoomed(false)}
        />
      ) : (
        <div className={styles.scroll}>
          <table ref={grid} className={styles.heads}>
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
                    const isChosen = l === layer && i === column;
                    return (
                      <td key={i}>
                        <button
                          type="button"
                          tabIndex={isChosen ? 0 : -1}
                          aria-pressed={isChosen}
                          aria-label={headTitle(l, heads[i] ?? null)}
                          onKeyDown={move}
                          onClick={() => {
                            choose(l, i);
                            setIsZoomed(true);
                          }}
                        >
                          <PixelCanvas picture={picture} sharp />
                          {view.padding ? <PaddingMark from={view.padding.fromColumn} small /> : null}
                        </button>
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
