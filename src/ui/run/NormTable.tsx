import { byEpoch } from '../../runs/curves';
import { layerCurves, type NormName } from '../../runs/layerHeat';
import type { StepPoint } from '../../training/train';
import { ChartTable } from '../chart/ChartTable';
import { valueFormats } from '../chart/chartView';

interface NormTableProps {
  readonly title: string;
  readonly steps: readonly StepPoint[];
  readonly name: NormName;
}

const FORMAT = valueFormats(false);

/** The norms of all layers at the last step of each epoch. */
export function NormTable({ title, steps, name }: NormTableProps) {
  const columns = () =>
    layerCurves(steps, name).map(({ title: layer, points }) => ({ title: layer, values: byEpoch(points) }));
  return <ChartTable title={title} columns={columns} format={FORMAT.value} />;
}
