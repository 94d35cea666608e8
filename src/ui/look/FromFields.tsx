import type { Reading } from '../../attention/types';
import { RadioRow, type RadioOption } from '../common/RadioRow';
import { useApp, useSession } from '../sessionContext';
import { BandSlider } from './BandSlider';
import styles from './Look.module.css';
import { PREFIX_TITLES } from './places';
import type { StageView } from './useStage';

const READINGS = [
  { value: 'column-as-keys', label: 'Who looks here' },
  { value: 'column-as-queries', label: 'Where it looks' },
] as const satisfies readonly { value: Reading; label: string }[];

interface FromFieldsProps {
  readonly view: StageView;
}

/** What is looked from: the key time, a patch, or a token that is no patch; and which way it is read. */
export function FromFields({ view }: FromFieldsProps) {
  const session = useSession();
  const look = useApp((state) => state.look);
  const { facts, band, padding } = view;
  const { prefix, grid } = facts;
  const options: readonly RadioOption<string>[] = [
    { value: 'band', label: 'Key time' },
    { value: 'patch', label: 'A patch' },
    ...PREFIX_TITLES.slice(0, prefix).map((label, i) => ({ value: String(i), label })),
  ];
  const value = look.token === null ? 'band' : look.token >= prefix ? 'patch' : String(look.token);
  const choose = (from: string) => {
    if (from === 'band') return void session.look({ token: null });
    const middle = prefix + Math.floor(grid[0] / 2) * grid[1] + band[0];
    void session.look({ token: from === 'patch' ? middle : Number(from) });
  };
  return (
    <div className={styles.choices}>
      <RadioRow legend="Look from" term="lookFrom" value={value} options={options} onChange={choose} />
      <RadioRow
        legend="Reading"
        term="reading"
        value={look.reading}
        options={READINGS}
        onChange={(reading) => void session.look({ reading })}
      />
      {look.token === null ? (
        <BandSlider
          facts={facts}
          band={band}
          firstEmpty={padding?.firstColumn ?? null}
          onChange={(columns) => void session.look({ band: columns })}
        />
      ) : null}
    </div>
  );
}
