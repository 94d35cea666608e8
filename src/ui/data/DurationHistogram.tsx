import { useMemo } from 'react';
import { FRONT_ENDS } from '../../audio/frontEnds';
import { suggestFrames } from '../../dataset/suggestFrames';
import { ChartFrame } from '../chart/ChartFrame';
import { ChartTable } from '../chart/ChartTable';
import controls from '../common/controls.module.css';
import { count, plural, seconds } from '../format';
import { isRunActive } from '../run/runPhase';
import { useApp, useSession } from '../sessionContext';
import { barsFrom, durationBins, durationCsv, fitCounts } from './durationBins';
import styles from './DurationHistogram.module.css';
import { useFacts } from './useFacts';

const TITLE = 'Durations';
const CHOSEN_DASH = '4 3';
const WIDTH = 240;
const HEIGHT = 48;

/** How long the clips are, beside the length that every clip is cut or padded to, and why that length is proposed. */
export function DurationHistogram() {
  const session = useSession();
  const facts = useFacts();
  const frames = useApp((state) => state.config.frames);
  const frontEnd = FRONT_ENDS[useApp((state) => state.config.frontEnd)];
  const isLocked = isRunActive(useApp((state) => state.run.status));
  const durations = useMemo(() => [...facts.values()].map((clip) => clip.seconds), [facts]);
  const used = frames / frontEnd.framesPerSecond;
  const bins = useMemo(() => durationBins(durations, used), [durations, used]);
  if (durations.length === 0) return null;
  const { padded, cut } = fitCounts(durations, used, 1 / frontEnd.framesPerSecond);
  const suggested = suggestFrames(durations, frontEnd.framesPerSecond);
  const most = Math.max(...bins.counts, 1);
  const bar = WIDTH / bins.counts.length;
  const chosen = (used / bins.end) * WIDTH;
  const keys = [
    { title: `Clips, from 0 s to ${seconds(bins.end)}`, colour: 'var(--time)', dash: null },
    { title: `What the model sees: ${seconds(used)}`, colour: 'var(--ink)', dash: CHOSEN_DASH },
  ];
  const words = `${count(padded)} of ${plural(durations.length, 'clip')} are padded, ${count(cut)} are cut.`;
  const label = `Durations up to ${seconds(bins.longest)}; the model sees ${seconds(used)} of each clip. ${words}`;
  return (
    <ChartFrame
      title={TITLE}
      term="frames"
      keys={keys}
      csv={() => durationCsv(bins)}
      table={
        <ChartTable
          title={TITLE}
          by="From, seconds"
          columns={() => [{ title: 'Clips', values: barsFrom(bins) }]}
          format={count}
        />
      }
    >
      <svg
        className={styles.plot}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={label}
        preserveAspectRatio="none"
      >
        {bins.counts.map((value, i) => {
          const height = value === 0 ? 0 : Math.max(1, (value / most) * (HEIGHT - 4));
          return (
            <rect
              key={i}
              className={styles.bar}
              x={i * bar + 0.5}
              y={HEIGHT - height}
              width={bar - 1}
              height={height}
            />
          );
        })}
        <line className={styles.chosen} x1={chosen} x2={chosen} y1={0} y2={HEIGHT} />
      </svg>
      <div className={styles.axis} aria-hidden>
        <span>0 s</span>
        <span>
          {seconds(bins.end)}
          {bins.longest > bins.end ? ' and more' : ''}
        </span>
      </div>
      <p className={controls.quiet}>
        The dashed line is what the model sees of each clip: {count(frames)} frames, {seconds(used)}. {words}
        {suggested === frames ? (
          ' Four clips in five fit in whole.'
        ) : (
          <>
            {' '}
            With {count(suggested)} frames four clips in five fit in whole (64 at least, 1,024 at most).{' '}
            <button
              type="button"
              className={controls.chip}
              onClick={() => session.configure({ frames: suggested })}
              disabled={isLocked}
            >
              Use {count(suggested)} frames
            </button>
          </>
        )}
      </p>
    </ChartFrame>
  );
}
