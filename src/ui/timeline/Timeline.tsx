import { memo, useState } from 'react';
import type { RecordingName } from '../../detection/state';
import type { Detection } from '../../detection/types';
import { Heading } from '../common/Heading';
import { ProblemNote } from '../common/ProblemNote';
import { plural, seconds as lengthOf } from '../format';
import { useApp } from '../sessionContext';
import controls from '../common/controls.module.css';
import { DetectionExports } from './DetectionExports';
import { DetectionTable } from './DetectionTable';
import { RuleFields } from './RuleFields';
import { TimelinePlot } from './TimelinePlot';
import { TimelineTools } from './TimelineTools';
import { useDetections } from './useDetections';
import { usePlayback } from './usePlayback';
import { useViewport } from './useViewport';

/** From the cursor it plays so long where nothing was detected. Seconds. */
const PLAYED_SECONDS = 10;

/** What was heard in a recording: to be seen, heard, judged by the rule, and taken home. */
export const Timeline = memo(function Timeline({ recording }: { readonly recording: RecordingName }) {
  const { track, detections } = useDetections();
  const thresholds = useApp((state) => state.timeline.rule.thresholds);
  const seconds = Math.max(recording.seconds, track.seconds);
  const { view, moves, zoom, pan, show } = useViewport(seconds);
  const [cursor, setCursor] = useState(0);
  const playback = usePlayback((time) => {
    setCursor(time);
    show(time);
  });
  const move = (time: number) => {
    setCursor(time);
    show(time);
  };
  const playStretch = ({ start, end }: Pick<Detection, 'start' | 'end'>) => {
    move(start);
    playback.start(start, Math.min(end, track.seconds));
  };
  const playFrom = (time: number) => playStretch({ start: time, end: time + PLAYED_SECONDS });
  const toggle = () => {
    if (playback.isPlaying) playback.stop();
    else playFrom(cursor < track.seconds ? cursor : 0);
  };
  const pick = (time: number) => {
    const found = detections.find(({ start, end }) => time >= start && time < end);
    if (found) playStretch(found);
    else if (time < track.seconds) playFrom(time);
  };
  return (
    <>
      <TimelineTools moves={moves} isPlaying={playback.isPlaying} onPlay={toggle} />
      {playback.problem ? <ProblemNote problem={playback.problem} /> : null}
      <TimelinePlot
        track={track}
        detections={detections}
        thresholds={thresholds}
        view={view}
        seconds={seconds}
        cursor={cursor}
        hop={recording.hopSeconds}
        onCursor={move}
        onPick={pick}
        onPan={pan}
        onZoom={zoom}
        onToggle={toggle}
      />
      <p className={controls.quiet}>
        A window of {lengthOf(recording.windowSeconds)} every {lengthOf(recording.hopSeconds)}. The curves are the
        scores of the classes most heard; the line is the threshold, what is shaded was detected.
      </p>
      <RuleFields />
      <Heading term="detection">{plural(detections.length, 'detection')}</Heading>
      {detections.length > 0 ? <DetectionTable detections={detections} onPlay={playStretch} /> : null}
      <DetectionExports detections={detections} recording={recording} />
    </>
  );
});
