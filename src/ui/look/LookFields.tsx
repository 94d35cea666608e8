import type { Shown } from '../../attention/lookState';
import { Field } from '../common/Field';
import { RadioRow } from '../common/RadioRow';
import { SelectField } from '../common/SelectField';
import { useApp, useSession } from '../sessionContext';
import { ColourBar } from './ColourBar';
import { DifferenceField } from './DifferenceField';
import styles from './Look.module.css';
import type { Upscaling } from './maps';
import { SHOWN_TITLES } from './panelMaps';
import type { StageView } from './useStage';

/** How maps are drawn: of the page alone, no run depends on it. */
export interface Drawing {
  readonly how: Upscaling;
  /** Of a map over the spectrogram, 0 to 1. */
  readonly cover: number;
  /** Whether each panel has a colour scale of its own. */
  readonly ownScale: boolean;
}

const UPSCALINGS = [
  { value: 'bilinear', label: 'Smooth' },
  { value: 'nearest', label: 'Patches' },
] as const satisfies readonly { value: Upscaling; label: string }[];

const SCALES = [
  { value: 'shared', label: 'Shared' },
  { value: 'own', label: 'Each its own' },
] as const;

const SHOWN = Object.entries(SHOWN_TITLES) as readonly (readonly [Shown, string])[];

interface LookFieldsProps {
  readonly view: StageView;
  readonly drawing: Drawing;
  readonly onDraw: (drawing: Drawing) => void;
}

/** What the panels show, and how it is drawn. */
export function LookFields({ view, drawing, onDraw }: LookFieldsProps) {
  const session = useSession();
  const look = useApp((state) => state.look);
  const { layers, heads } = view.facts;
  const numbered = (word: string, count: number) =>
    Array.from({ length: count }, (_, i) => [String(i), `${word} ${i + 1}`] as const);
  return (
    <div className={styles.choices}>
      <SelectField
        label="Shown"
        term={look.shown === 'rollout' ? 'rollout' : look.shown === 'attention' ? 'attention' : 'adapterOutput'}
        value={look.shown}
        options={SHOWN}
        onChange={(shown) => void session.look({ shown })}
        hint={look.shown === 'rollout' ? 'Approximate: adapters mix tokens outside attention.' : undefined}
      />
      <SelectField
        label="Layer"
        term="layers"
        value={String(Math.min(look.layer, layers - 1))}
        options={numbered('Layer', layers)}
        disabled={look.shown === 'rollout'}
        onChange={(layer) => void session.look({ layer: Number(layer) })}
      />
      <SelectField
        label="Head"
        term="head"
        value={look.head === null ? 'mean' : String(look.head)}
        options={[['mean', 'Mean over heads'], ...numbered('Head', heads)]}
        disabled={look.shown !== 'attention'}
        onChange={(head) => void session.look({ head: head === 'mean' ? null : Number(head) })}
      />
      <DifferenceField view={view} />
      <RadioRow
        legend="Colour scale"
        value={drawing.ownScale ? 'own' : 'shared'}
        options={SCALES}
        onChange={(scale) => onDraw({ ...drawing, ownScale: scale === 'own' })}
      />
      <RadioRow
        legend="Upscaling"
        value={drawing.how}
        options={UPSCALINGS}
        onChange={(how) => onDraw({ ...drawing, how })}
      />
      <Field label="Cover of the maps over the spectrogram" hint={`${Math.round(drawing.cover * 100)} %`}>
        {({ id }) => (
          <input
            id={id}
            type="range"
            min={0}
            max={1}
            step={0.05}
            value={drawing.cover}
            onChange={(event) => onDraw({ ...drawing, cover: Number(event.target.value) })}
          />
        )}
      </Field>
      {drawing.ownScale ? null : <ColourBar range={view.range} title={`${SHOWN_TITLES[look.shown]}, all panels`} />}
    </div>
  );
}
