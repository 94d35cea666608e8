import { FRONT_ENDS } from '../../audio/frontEnds';
import type { RunConfig } from '../../training/config';
import { entriesOf } from '../common/entries';
import { NumberField } from '../common/NumberField';
import { SelectField } from '../common/SelectField';
import { seconds } from '../format';
import { useApp, useSession } from '../sessionContext';
import styles from './Adapter.module.css';
import { secondsOf } from './modelSize';
import { choiceOf, chosenNormalisation, NORMALISATION_OPTIONS } from './normalisations';
import { useConfig } from './useConfig';

const CROPS = [
  ['start', 'Its beginning'],
  ['random', 'A random stretch, new each epoch'],
] as const satisfies readonly (readonly [RunConfig['crop'], string])[];

const WINDOWS = [
  ['views', 'Some, spread evenly'],
  ['hop', 'One every so many frames'],
] as const;

const FRONT_END_OPTIONS = entriesOf(FRONT_ENDS).map(([name, { title }]) => [name, title] as const);

/** How sound becomes the model's input: the filterbank, what of a long clip is seen, and the scale of the numbers. */
export function InputFields() {
  const session = useSession();
  const { config, faults } = useConfig();
  const measured = useApp((state) => state.run.statistics);
  const { hop, normalisation } = config;
  return (
    <details className={styles.more}>
      <summary>Input: filterbank, long clips, scale</summary>
      <div className={styles.wide}>
        <SelectField
          label="Filterbank"
          term="frontEnd"
          value={config.frontEnd}
          options={FRONT_END_OPTIONS}
          onChange={(frontEnd) => session.configure({ frontEnd })}
        />
        <SelectField
          label="Long clip, training"
          term="crop"
          value={config.crop}
          options={CROPS}
          onChange={(crop) => session.configure({ crop })}
        />
        <SelectField
          label="Windows, evaluation"
          term="views"
          value={hop === null ? 'views' : 'hop'}
          options={WINDOWS}
          onChange={(windows) => session.configure({ hop: windows === 'views' ? null : config.frames })}
        />
        {hop === null ? (
          <NumberField
            label="Windows a clip"
            term="views"
            value={config.views}
            min={1}
            error={faults.get('views')}
            hint={config.views === 1 ? 'The beginning alone.' : 'Their scores are averaged.'}
            onChange={(views) => session.configure({ views })}
          />
        ) : (
          <NumberField
            label="Frames to the next"
            term="hop"
            value={hop}
            min={1}
            error={faults.get('hop')}
            hint={`A window every ${seconds(secondsOf(config, hop))}; their scores are averaged.`}
            onChange={(frames) => session.configure({ hop: frames })}
          />
        )}
        <SelectField
          label="Mean and deviation"
          term="normalisation"
          value={choiceOf(normalisation)}
          options={NORMALISATION_OPTIONS}
          onChange={(choice) => session.configure({ normalisation: chosenNormalisation(choice, measured) })}
        />
        {normalisation ? (
          <>
            <NumberField
              label="Mean"
              value={normalisation.mean}
              step="any"
              onChange={(mean) => session.configure({ normalisation: { ...normalisation, mean } })}
            />
            <NumberField
              label="Deviation"
              value={normalisation.std}
              min={0}
              step="any"
              error={faults.get('normalisation')}
              onChange={(std) => session.configure({ normalisation: { ...normalisation, std } })}
            />
          </>
        ) : null}
      </div>
    </details>
  );
}
