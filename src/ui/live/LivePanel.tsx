import { FRONT_ENDS, secondsFor } from '../../audio/frontEnds';
import controls from '../common/controls.module.css';
import { ProblemNote } from '../common/ProblemNote';
import { seconds, significant } from '../format';
import { MicrophoneControls } from '../microphone/MicrophoneControls';
import { RollingSpectrogram } from '../microphone/RollingSpectrogram';
import { useApp, useSession } from '../sessionContext';
import { HeardLog } from './HeardLog';
import { LiveFields } from './LiveFields';
import { LiveScores } from './LiveScores';
import styles from './Live.module.css';

/** Frames that scroll by. */
const SHOWN_FRAMES = 1000;

/** The microphone through the trained model: what it hears, what it takes it for, and what it has heard so far. */
export function LivePanel({ canPredict }: { readonly canPredict: boolean }) {
  const session = useSession();
  const live = useApp((state) => state.live);
  const config = useApp((state) => state.adapter.config?.run ?? state.run.config ?? state.config);
  const frontEnd = FRONT_ENDS[config.frontEnd];
  const shown = seconds(SHOWN_FRAMES / frontEnd.framesPerSecond);
  return (
    <div className={styles.panel}>
      <MicrophoneControls
        purpose="listen"
        turnOn="Listen with the microphone"
        onTurnOn={() => void session.startListening()}
        disabled={!canPredict}
      />
      {live.problem ? <ProblemNote problem={live.problem} /> : null}
      {live.status === 'off' ? null : (
        <>
          <RollingSpectrogram
            frames={SHOWN_FRAMES}
            label={`Spectrogram of the last ${shown} that the microphone heard`}
          />
          <p className={controls.quiet} data-testid="live-pace">
            The model hears the last {seconds(secondsFor(frontEnd, config.frames))} of these {shown}.{' '}
            {live.status === 'paused'
              ? 'Paused while the tab is hidden.'
              : live.pace
                ? `${significant(live.pace.perSecond, 2)} windows a second, ${Math.round(live.pace.latency)} ms from sound to score.`
                : 'Waiting for the first window.'}
          </p>
          <LiveScores />
        </>
      )}
      <LiveFields />
      <HeardLog />
    </div>
  );
}
