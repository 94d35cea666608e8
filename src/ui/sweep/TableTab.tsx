import { useMemo, useState } from 'react';
import { problemOf } from '../../core/problem';
import { listOf, readSeed } from '../../sweep/axes';
import { tableCsv, tableMarkdown } from '../../sweep/exports';
import { paperCount, unitText } from '../../sweep/numbers';
import { comparisonNote, paperDataOf, PAPER_DATA } from '../../sweep/paperData';
import { PAPER_TABLES, type PaperCell, type PaperTable, type PaperTableName } from '../../sweep/paperTables';
import { PAPER_RATES } from '../../sweep/rateChoice';
import { MEASURES } from '../../sweep/report';
import { KERNEL_LEGEND, rateText } from '../../sweep/setting';
import { cellConfig, tableRuns, whyNot } from '../../sweep/tableRuns';
import { fillTable, hasPaperNumbers, seriesOf, valueOf } from '../../sweep/tables';
import type { PlannedRun } from '../../sweep/types';
import { runSize } from '../adapter/modelSize';
import controls from '../common/controls.module.css';
import { Field } from '../common/Field';
import { RadioRow } from '../common/RadioRow';
import { SelectField } from '../common/SelectField';
import { Term } from '../common/Term';
import { plural } from '../format';
import { useApp, useSession } from '../sessionContext';
import { ExportButtons } from './ExportButtons';
import { PaperGrid } from './PaperGrid';
import styles from './Sweep.module.css';
import { useDraft } from './useDraft';

const RECIPE_CHOICES = [
  { value: 'own', label: 'As set under Model' },
  { value: 'paper', label: 'The paper’s for this data set' },
] as const;

/** A table of the paper: its numbers, ours beside them, and a way to queue what is missing. */
export function TableTab({ name }: { readonly name: PaperTableName }) {
  const table: PaperTable = PAPER_TABLES[name];
  const session = useSession();
  const loaded = useDraft();
  const dataset = useApp((state) => state.data.dataset);
  const summary = useApp((state) => state.backbone.summary);
  const runs = useApp((state) => state.sweep.runs);
  const series = useMemo(() => seriesOf(runs), [runs]);
  const [chosen, setChosen] = useState('');
  const [seeds, setSeeds] = useState('1, 2, 3');
  const [recipe, setRecipe] = useState<'own' | 'paper'>('own');
  const [folds, setFolds] = useState<'all' | 'one'>('all');
  const [byValidation, setByValidation] = useState(false);

  const shown = series.find(({ key }) => key === chosen) ?? series[0] ?? null;
  const data = shown?.sample.subject.data ?? null;
  const layout = data?.layout ?? loaded?.layout ?? '';
  const filled = useMemo(() => fillTable(table, shown, runs, layout), [table, shown, runs, layout]);
  const about = data ?? (dataset && { name: dataset.name, layout: dataset.layout, classes: dataset.classes.length });
  const note = about
    ? comparisonNote(about, hasPaperNumbers(table, about.layout))
    : 'With sounds loaded, the paper’s numbers for that data set appear.';

  const seedList = useMemo(() => readSeeds(seeds), [seeds]);
  const hasFolds = (loaded?.context.folds.length ?? 0) > 0;
  const hasPaperRecipe = loaded !== null && paperDataOf(loaded.layout) !== null;
  const planned = (cells: readonly PaperCell[]): readonly PlannedRun[] =>
    loaded
      ? tableRuns(cells, loaded.backbone, {
          base: loaded.draft.config,
          split: loaded.draft.split,
          seeds: seedList.seeds,
          folds: folds === 'all' ? loaded.context.folds : [],
          recipe: hasPaperRecipe ? recipe : 'own',
          layout: loaded.layout,
          rates: byValidation ? PAPER_RATES : null,
        })
      : [];
  const allCells = table.rows.flatMap(({ cells }) => cells);
  const unfit = table.rows.flatMap(({ title, cells }) => {
    const [reason] = loaded ? cells.flatMap(({ setting }) => whyNot(setting, loaded.backbone) ?? []) : [];
    return reason ? [{ title, reason }] : [];
  });
  const countOf = (cell: PaperCell) => {
    if (!loaded || !summary || whyNot(cell.setting, loaded.backbone) !== null) return null;
    const config = cellConfig(cell.setting, loaded.draft.config, loaded.backbone);
    const size = runSize(config, summary.config, dataset?.classes.length ?? 0);
    return paperCount(size.trainable, size.backbone);
  };
  const measures = new Set(filled.rows.flatMap(({ cells }) => cells.flatMap(({ measure }) => measure ?? [])));
  const otherRates = filled.rows.reduce((sum, { cells }) => sum + cells.reduce((n, cell) => n + cell.otherRates, 0), 0);
  const wanted = planned(allCells);

  return (
    <div className={controls.stack}>
      <p>
        {table.caption} {note}
      </p>
      <div className={styles.form} role="group" aria-label={`Queue ${table.title}`}>
        <Field label="Seeds" term="seed" hint="A run for each." error={seedList.error}>
          {({ id, describedBy }) => (
            <input
              id={id}
              type="text"
              value={seeds}
              aria-describedby={describedBy}
              aria-invalid={seedList.error ? true : undefined}
              onChange={(event) => setSeeds(event.target.value)}
            />
          )}
        </Field>
        {hasPaperRecipe ? (
          <RadioRow legend="Recipe" term="recipe" value={recipe} options={RECIPE_CHOICES} onChange={setRecipe} />
        ) : null}
        {hasFolds ? (
          <RadioRow
            legend="Folds"
            term="fold"
            value={folds}
            options={[
              { value: 'all', label: 'All, each a run' },
              { value: 'one', label: `Fold ${loaded?.draft.split.fold ?? 1}, as set under Data` },
            ]}
            onChange={setFolds}
          />
        ) : null}
        <span className={controls.row}>
          <label className={styles.tick}>
            <input type="checkbox" checked={byValidation} onChange={(event) => setByValidation(event.target.checked)} />
            Choose the learning rate of {PAPER_RATES.map(rateText).join(', ')} by validation
          </label>
          <Term name="byValidation" />
        </span>
        <div className={controls.row}>
          <button
            type="button"
            className={controls.button}
            disabled={wanted.length === 0}
            onClick={() => session.addRuns(wanted)}
            data-testid="queue-table"
          >
            Queue the whole table ({plural(wanted.length, 'run')})
          </button>
          <span className={controls.quiet}>Or press + at a row or a column.</span>
        </div>
        {loaded ? null : <p className={controls.quiet}>Load sounds and a backbone first (steps 1 and 2).</p>}
        {unfit.length > 0 ? (
          <ul className={controls.quiet}>
            {unfit.map(({ title, reason }) => (
              <li key={title}>
                Left out: “{title}” {reason}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
      {series.length > 1 ? (
        <SelectField
          label="Results shown"
          value={shown?.key ?? ''}
          options={series.map(({ key, title, runs: own }) => [key, `${title} (${plural(own.length, 'run')})`] as const)}
          onChange={setChosen}
        />
      ) : null}
      {shown && series.length === 1 ? (
        <p className={controls.quiet}>
          Results shown: <bdi>{shown.title}</bdi> ({plural(shown.runs.length, 'run')})
        </p>
      ) : null}
      {table.reference ? <Reference table={table} layout={layout} /> : null}
      <PaperGrid
        table={table}
        filled={filled}
        onQueue={(cells) => session.addRuns(planned(cells))}
        isQueueable={(cells) => planned(cells).length > 0}
        countOf={countOf}
      />
      <p className={controls.quiet}>
        Bold: the best {table.marks === 'row' ? 'of a row' : 'of a column'}, underlined: the second, as the paper marks
        them. Ours: mean ± sample deviation (n runs){measures.size > 0 ? ', ' : ''}
        {[...measures].map((measure) => MEASURES[measure]).join('; ')}. <Term name="deviation" />{' '}
        {otherRates > 0
          ? `${plural(otherRates, 'run')} at other learning rates ${otherRates === 1 ? 'is' : 'are'} not in the means: the rate queued last counts.`
          : ''}{' '}
        {KERNEL_LEGEND}.
      </p>
      <div className={controls.row}>
        <ExportButtons
          name={`loaa-${name}`}
          csv={() => tableCsv(table, filled)}
          markdown={() => tableMarkdown(table, filled, note)}
        />
      </div>
    </div>
  );
}

/** The number that the paper gives above a table, where it is about this data set. */
function Reference({ table, layout }: { readonly table: PaperTable; readonly layout: string }) {
  const kind = paperDataOf(layout);
  const column = kind ? PAPER_DATA[kind].columns[0] : null;
  const value = table.reference && column ? valueOf(table.reference.values, column) : null;
  if (!table.reference || !column || value === null) return null;
  return (
    <p>
      {table.reference.title}: <strong>{unitText(value, column)}</strong> (paper)
    </p>
  );
}

function readSeeds(text: string): { readonly seeds: readonly number[]; readonly error: string | undefined } {
  try {
    const seeds = listOf(text).map(readSeed);
    return { seeds, error: seeds.length === 0 ? 'Give at least one seed.' : undefined };
  } catch (error) {
    const { cause, cure } = problemOf(error, 'Seed');
    return { seeds: [], error: `${cause} ${cure}` };
  }
}
