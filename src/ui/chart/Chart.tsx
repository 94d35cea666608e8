import type { ReactNode } from 'react';
import type { TermName } from '../glossary';
import { ChartFrame } from './ChartFrame';
import { LEVEL_DASH } from './plot';
import { Plot, type PlotProps } from './Plot';

interface ChartProps extends PlotProps {
  readonly term?: TermName | undefined;
  /** The numbers behind it, of every point and not only of those that are drawn. */
  readonly csv: () => string;
  /** The numbers for those who read rather than see them. */
  readonly table: ReactNode;
}

/** A plot in the frame of every chart. */
export function Chart({ term, csv, table, ...plot }: ChartProps) {
  const { title, series, levels } = plot;
  const lines = series.filter(({ look }) => look !== 'faint');
  const keys = [...lines, ...levels.map((level) => ({ ...level, dash: LEVEL_DASH }))];
  return (
    <ChartFrame title={title} term={term} keys={keys} csv={csv} table={table}>
      <Plot {...plot} />
    </ChartFrame>
  );
}
