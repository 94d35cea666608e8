import { expect, it } from 'vitest';
import { historyOf } from '../../../tests/numeric/runRecords';
import { layerCurves, layerHeat } from '../../runs/layerHeat';
import { curvesCsv } from '../../runs/curves';
import { heatDrawing } from './heatDrawing';

const STEPS = historyOf(12, 3);

it('draws a row for each layer and the head, and says what its colours mean', () => {
  const { text, height } = heatDrawing(layerHeat(STEPS, 'gradient', 'step', 300), 'Norms <by> layer', 'step 12');
  expect(text).toContain('Norms &lt;by&gt; layer');
  for (const name of ['Head', 'Layer 1', 'Layer 3', 'step 12', 'Dark 0.083, bright 3'])
    expect(text).toContain(`>${name}`);
  // Each layer's norm falls at every step: twelve colours a row; the head's stays: one.
  expect(text.match(/<rect x=/g)).toHaveLength(3 * 12 + 1);
  expect(height).toBeGreaterThan(4 * 18);
});

it('has every step of every layer in its table', () => {
  const [, ...lines] = curvesCsv(layerCurves(STEPS, 'update')).trim().split(/\r?\n/);
  const namesOf = (rows: readonly string[]) => rows.map((line) => line.slice(0, line.indexOf(',')));
  for (const name of ['Layer 1', 'Layer 3', 'Head']) {
    expect(namesOf(lines).filter((one) => one === name)).toHaveLength(12);
  }
});
