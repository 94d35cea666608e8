import { lazy, Suspense, useMemo } from 'react';
import { crossValidate, foldGroups, type FoldGroup } from '../../sweep/crossValidation';
import { foldsCsv } from '../../sweep/exports';
import { spreadText } from '../../sweep/numbers';
import { foldRuns } from '../../sweep/plan';
import { rateText, recipeTitle, settingTitle } from '../../sweep/setting';
import controls from '../common/controls.module.css';
import { Heading } from '../common/Heading';
import { Term } from '../common/Term';
import { percent, plural } from '../format';
import { useApp, useSession } from '../sessionContext';
import { ExportButtons } from './ExportButtons';
import styles from './Sweep.module.css';
import { useDraft } from './useDraft';

const FoldCharts = lazy(() => import('./FoldCharts').then((module) => ({ default: module.FoldCharts })));

/** Cross validation as one run: every fold after the other, and what they say together. */
export function FoldsTab() {
  const session = useSession();
  const loaded = useDraft();
  const runs = useApp((state) => state.sweep.runs);
  const groups = useMemo(() => foldGroups(runs), [runs]);
  const folds = loaded?.context.folds ?? [];
  return (
    <div className={controls.stack}>
      <div className={styles.form}>
        <p>
          Every fold is held out once, with what is set in steps 1 to 3. <Term name="crossValidation" />
        </p>
        {loaded && folds.length > 0 ? (
          <p className={controls.quiet}>
            {loaded.draft.split.heldOutFold === 'test'
              ? 'The held-out fold is the test part and the next fold is for validation: epoch and rate are chosen on other clips than those reported.'
              : 'The held-out fold is the validation part (AST’s protocol): the epoch is chosen on the clips that are reported. The last epoch is given beside it, so that nobody is fooled.'}
          </p>
        ) : null}
        <div className={controls.row}>
          <button
            type="button"
            className={controls.button}
            disabled={folds.length === 0}
            onClick={() => loaded && session.addRuns(foldRuns(loaded.draft, folds))}
          >
            Queue {folds.length > 0 ? `all ${folds.length} folds` : 'all folds'}
          </button>
          {groups.length > 0 ? <ExportButtons name="loaa-folds" csv={() => foldsCsv(runs)} /> : null}
        </div>
        {loaded && folds.length === 0 ? (
          <p className={controls.quiet}>This data set has no folds. ESC-50’s layout brings them in its csv.</p>
        ) : null}
      </div>
      {groups.map((group) => (
        <FoldGroupView key={group.key} group={group} />
      ))}
    </div>
  );
}

function FoldGroupView({ group }: { readonly group: FoldGroup }) {
  const [first] = group.runs;
  const { ast, best, last, test } = useMemo(() => crossValidate(group.done), [group]);
  if (!first) return null;
  const { config, subject } = first;
  const all = subject.data.folds.length;
  const rows = [
    { name: 'On the test folds, at the epoch best on validation', epoch: '', of: test },
    { name: 'At the one epoch that is best over all folds (AST’s way)', epoch: ast?.epoch, of: ast },
    { name: 'After the last epoch (nothing chosen)', epoch: last?.epoch, of: last },
    { name: 'Each fold at its own best epoch (flatters)', epoch: best?.epochs.join(', '), of: best },
  ];
  return (
    <section className={styles.group} aria-label={`${settingTitle(config)}, seed ${config.seed}`}>
      <Heading term="deviation">
        {settingTitle(config)} · {rateText(config.learningRate)} · seed {config.seed}
      </Heading>
      <p className={controls.quiet}>
        <bdi>{subject.data.name}</bdi>, <bdi>{subject.backbone.name}</bdi>: {recipeTitle(config)}.{' '}
        <strong data-testid="folds-done">
          {group.done.length} of {plural(all, 'fold')} done
        </strong>
      </p>
      {group.done.length > 0 ? (
        <>
          {/* The box scrolls, so a keyboard must be able to reach it. */}
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <div className={styles.box} role="region" aria-label="Over the folds" tabIndex={0}>
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">Over the folds</th>
                  <th scope="col">Epoch</th>
                  <th scope="col">Top-1, %</th>
                  <th scope="col">mAP, %</th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ name, epoch, of }) =>
                  of ? (
                    <tr key={name}>
                      <th scope="row">{name}</th>
                      <td>{epoch}</td>
                      <td>{spreadText(of.top1, { unit: '%' })}</td>
                      <td>{spreadText(of.mAP, { unit: '%' })}</td>
                    </tr>
                  ) : null,
                )}
                {group.done.map(({ id, split, result }) => (
                  <tr key={id}>
                    <th scope="row">Fold {split.fold}, its best epoch</th>
                    <td>{result.best?.epoch}</td>
                    <td>{result.best ? percent(result.best.top1) : ''}</td>
                    <td>{result.best ? percent(result.best.mAP) : ''}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <Suspense fallback={<p className={controls.quiet}>Loading the charts</p>}>
            <FoldCharts runs={group.done} bestEpoch={ast?.epoch ?? null} />
          </Suspense>
        </>
      ) : null}
    </section>
  );
}
