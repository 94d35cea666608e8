import { Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Features } from '../../../audio/types';
import { METHODS } from '../../../model/methods';
import { CheckField } from '../../common/CheckField';
import controls from '../../common/controls.module.css';
import { download } from '../../common/download';
import { NumberField } from '../../common/NumberField';
import { ProblemNote } from '../../common/ProblemNote';
import { SelectField } from '../../common/SelectField';
import { useAttempt } from '../../common/useAttempt';
import { useApp } from '../../sessionContext';
import styles from './Figure.module.css';
import { captionOf } from './caption';
import { figureSpec } from './figureSpec';
import { figureSvg } from './figureSvg';
import { pngBlob, svgBlob } from './renderFigure';
import type { Drawing } from '../LookFields';
import type { StageView } from '../useStage';

/** Widths that journals print at, in centimetres. */
const WIDTHS = [
  ['8.5', '8.5 cm: one column'],
  ['17.5', '17.5 cm: both columns'],
  ['own', 'Another width'],
] as const;

/** How much larger than in print the figure is shown: screens are read from further away. */
const PREVIEW = 1.4;

interface ExportFigureProps {
  readonly view: StageView;
  readonly spectrogram: Features;
  readonly drawing: Drawing;
}

/** What the stage shows as a figure for print, seen before it is saved. */
export function ExportFigure(props: ExportFigureProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className={styles.figure} onToggle={(event) => setIsOpen(event.currentTarget.open)} data-testid="figure">
      <summary>Save as a figure for print</summary>
      {isOpen ? <FigureForm {...props} /> : null}
    </details>
  );
}

function FigureForm({ view, spectrogram, drawing }: ExportFigureProps) {
  const look = useApp((state) => state.look);
  const config = useApp((state) => state.adapter.config?.run ?? state.run.config ?? state.config);
  const { attempt, problem } = useAttempt('The figure');
  const [width, setWidth] = useState<(typeof WIDTHS)[number][0]>('17.5');
  const [ownWidth, setOwnWidth] = useState(12);
  const [row, setRow] = useState<'auto' | '1' | '2' | '3' | '4'>('auto');
  const [overSpectrogram, setOverSpectrogram] = useState(false);
  const [hasCaption, setHasCaption] = useState(true);
  const widthCm = width === 'own' ? Math.min(40, Math.max(5, ownWidth)) : Number(width);
  const svg = useMemo(() => {
    const caption = hasCaption ? captionOf(look, view, METHODS[config.method].title) : '';
    const spec = figureSpec(look, view, spectrogram, drawing, { widthCm, columns: 1, overSpectrogram, caption });
    const count = spec.panels.length;
    const suits = widthCm < 12 ? 1 : count > 3 ? 2 : count;
    return figureSvg({ ...spec, columns: row === 'auto' ? suits : Number(row) });
  }, [look, view, spectrogram, drawing, config, widthCm, row, overSpectrogram, hasCaption]);
  const name = `attention-${(look.clip ?? 'clip').replace(/^.*\//, '').replace(/[^\w.-]+/g, '-')}`;
  return (
    <div className={styles.form}>
      <div className={styles.fields}>
        <SelectField label="Width" value={width} options={WIDTHS} onChange={setWidth} />
        {width === 'own' ? (
          <NumberField label="Width, cm" value={ownWidth} min={5} max={40} step={0.5} onChange={setOwnWidth} />
        ) : null}
        <SelectField
          label="Panels in a row"
          value={row}
          options={[['auto', 'As fits'], ...(['1', '2', '3', '4'] as const).map((n) => [n, n] as const)]}
          onChange={setRow}
        />
        <CheckField label="Spectrogram beneath the maps" checked={overSpectrogram} onChange={setOverSpectrogram} />
        <CheckField label="Caption" checked={hasCaption} onChange={setHasCaption} />
      </div>
      <img
        className={styles.preview}
        style={{ inlineSize: `${widthCm * PREVIEW}cm` }}
        src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`}
        alt="The figure as it will be saved"
      />
      <div className={controls.row}>
        <button
          type="button"
          className={controls.button}
          onClick={() => download(svgBlob(svg), `${name}.svg`)}
          data-testid="figure-svg"
        >
          <Download size={16} aria-hidden /> SVG
        </button>
        <button
          type="button"
          className={controls.button}
          onClick={() => attempt(async () => download(await pngBlob(svg, widthCm), `${name}.png`))}
          data-testid="figure-png"
        >
          <Download size={16} aria-hidden /> PNG, 300 dpi
        </button>
      </div>
      {problem ? <ProblemNote problem={problem} /> : null}
    </div>
  );
}
