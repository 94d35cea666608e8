import { useMemo, useState } from 'react';
import { curvesCsv, plotPoints, type XAxis } from '../../runs/curves';
import { layerCount, layerCurves, type NormName } from '../../runs/layerHeat';
import type { StepPoint } from '../../training/train';
import { Chart } from '../chart/Chart';
import chart from '../chart/Chart.module.css';
import { AXES, valueFormats } from '../chart/chartView';
import { RadioRow } from '../common/RadioRow';
import type { TermName } from '../glossary';
import { HeatStrip } from './HeatStrip';
import { layerColour } from './heatPicture';
import { NormTable } from './NormTable';

const NORMS: readonly { readonly name: NormName; readonly title: string; readonly term: TermName }[] = [
  { name: 'gradient', title: 'Gradient norm by layer', term: 'gradientNorm' },
  { name: 'update', title: 'Update norm by layer', term: 'updateNorm' },
];

const LOOKS = [
  { value: 'heat', label: 'As heat' },
  { value: 'lines', label: 'As lines' },
] as const;

interface LayerNormsProps {
  readonly steps: readonly StepPoint[];
  readonly axis: XAxis;
}

/** How large gradients and updates are, layer by layer: where learning happens, and where it stalls or blows up. */
export function LayerNorms({ steps, axis }: LayerNormsProps) {
  const [look, setLook] = useState<(typeof LOOKS)[number]['value']>('heat');
  const layers = layerCount(steps);
  if (layers === 0) return null;
  return (
    <>
      <div className={chart.controls}>
        <RadioRow legend="Norms" value={look} options={LOOKS} onChange={setLook} />
      </div>
      <div className={chart.grid}>
        {NORMS.map(({ name, title, term }) =>
          look === 'heat' ? (
            <HeatStrip key={name} title={title} term={term} steps={steps} name={name} axis={axis} />
          ) : (
            <NormLines key={name} title={title} term={term} steps={steps} name={name} axis={axis} layers={layers} />
          ),
        )}
      </div>
    </>
  );
}

interface NormLinesProps extends LayerNormsProps {
  readonly name: NormName;
  readonly title: string;
  readonly term: TermName;
  readonly layers: number;
}

const FORMAT = valueFormats(false);

function NormLines({ steps, axis, name, title, term, layers }: NormLinesProps) {
  const curves = useMemo(() => layerCurves(steps, name), [steps, name]);
  const series = useMemo(
    () =>
      curves.map(({ title: layer, points }, row) => ({
        id: String(row),
        title: layer,
        colour: layerColour(row, layers + 1),
        dash: row === layers ? '4 3' : null,
        look: 'line' as const,
        band: null,
        points: plotPoints(points, axis, 300),
      })),
    [curves, axis, layers],
  );
  return (
    <Chart
      title={title}
      term={term}
      series={series}
      levels={NONE}
      marks={NONE}
      kind="log"
      range="zero"
      formatX={AXES[axis].tick}
      formatPlace={AXES[axis].place}
      formatY={FORMAT.value}
      formatTick={FORMAT.tick}
      csv={() => curvesCsv(curves)}
      table={<NormTable title={title} steps={steps} name={name} />}
    />
  );
}

const NONE: readonly never[] = [];
