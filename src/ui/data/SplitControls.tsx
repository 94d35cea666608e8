import type { Dataset } from '../../dataset/types';
import fields from '../common/Field.module.css';
import { NumberField } from '../common/NumberField';
import { SelectField } from '../common/SelectField';
import { isRunActive } from '../run/runPhase';
import { useApp, useSession } from '../sessionContext';

/** Upper bounds, of which 0 stands for none. */
const LIMITS = [
  { option: 'trainPerClass', label: 'Training clips a class', hint: 'at most; 0 for all of them' },
  { option: 'maxClips', label: 'At most, clips', hint: '0 for all of them' },
] as const;

/** How the clips are split, as far as the data set leaves it open. */
export function SplitControls({ dataset }: { readonly dataset: Dataset }) {
  const session = useSession();
  const options = useApp((state) => state.data.splitOptions);
  const status = useApp((state) => state.run.status);
  const isLocked = isRunActive(status);
  const hasFolds = dataset.folds.length > 0;
  const isFree = !hasFolds && dataset.clips.some((clip) => clip.part === null);
  return (
    <div className={fields.grid}>
      {hasFolds ? (
        <SelectField
          label="Fold held out"
          term="fold"
          value={String(options.fold)}
          options={dataset.folds.map((fold) => [String(fold), `Fold ${fold}`] as const)}
          onChange={(fold) => session.setSplit({ fold: Number(fold) })}
          disabled={isLocked}
        />
      ) : null}
      {isFree ? (
        <NumberField
          label="Validation, %"
          term="split"
          value={Math.round(options.validationShare * 100)}
          min={1}
          max={90}
          onChange={(share) => {
            if (share >= 1 && share <= 90) session.setSplit({ validationShare: share / 100 });
          }}
          disabled={isLocked}
        />
      ) : null}
      <NumberField
        label="Split seed"
        term={isFree ? 'seed' : 'split'}
        value={options.seed}
        min={0}
        step={1}
        onChange={(seed) => {
          if (Number.isInteger(seed) && seed >= 0) session.setSplit({ seed });
        }}
        disabled={isLocked}
      />
      {hasFolds && dataset.folds.length > 2 ? (
        <SelectField
          label="It is for"
          value={options.heldOutFold}
          options={[
            ['validation', 'validation (as AST does)'],
            ['test', 'the test; the next fold validates'],
          ]}
          onChange={(heldOutFold) => session.setSplit({ heldOutFold })}
          disabled={isLocked}
        />
      ) : null}
      {LIMITS.map(({ option, label, hint }) => (
        <NumberField
          key={option}
          label={label}
          hint={hint}
          value={options[option] ?? 0}
          min={0}
          step={1}
          onChange={(most) => {
            if (Number.isInteger(most) && most >= 0) session.setSplit({ [option]: most === 0 ? null : most });
          }}
          disabled={isLocked}
        />
      ))}
    </div>
  );
}
