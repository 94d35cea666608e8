import { useMemo } from 'react';
import { ClipList } from '../clips/ClipList';
import { partsOf, rowOf } from '../clips/clipRows';
import { Heading } from '../common/Heading';
import controls from '../common/controls.module.css';
import type { PartPredictions, Prediction } from '../../worker/protocol';
import { useApp } from '../sessionContext';
import { AbsentClips } from './AbsentClips';
import { answerOf } from './confusion';
import { chosenPredictions, choiceTitle, CLIP_LISTS, scoresText, type JudgedChoice } from './judgedClips';

interface JudgedClipsProps {
  readonly part: PartPredictions;
  /** Of the classes that the run told apart. */
  readonly names: readonly string[];
  readonly choice: JudgedChoice;
}

/** The clips behind a cell or a list, with what the model said: to hear, to look into, to correct. */
export function JudgedClips({ part, names, choice }: JudgedClipsProps) {
  const clips = useApp((state) => state.edits.clips);
  const split = useApp((state) => state.data.split);
  const predictions = useMemo(() => chosenPredictions(part, choice), [part, choice]);
  const byId = useMemo(() => new Map<string, Prediction>(predictions.map((own) => [own.id, own])), [predictions]);
  const rows = useMemo(() => {
    const held = new Map(clips.map((one) => [one.clip.id, one]));
    const parts = partsOf(split);
    return predictions.flatMap((own) => {
      const one = held.get(own.id);
      return one ? [rowOf(one, parts, scoresText(own, names))] : [];
    });
  }, [clips, split, predictions, names]);
  const absent = useMemo(() => {
    const here = new Set(rows.map(({ id }) => id));
    return predictions.filter(({ id }) => !here.has(id));
  }, [predictions, rows]);
  const suggest = (id: string) => {
    const own = byId.get(id);
    return own ? (names[answerOf(own)] ?? null) : null;
  };
  const title = choiceTitle(choice, names);
  return (
    <div className={controls.stack} id="judged-clips">
      <Heading>{title}</Heading>
      {choice.kind === 'list' ? <p className={controls.quiet}>{CLIP_LISTS[choice.list].hint}</p> : null}
      {absent.length === 0 || rows.length > 0 ? (
        <ClipList label={title} rows={rows} empty="No clip is so." suggest={suggest} />
      ) : null}
      {absent.length > 0 ? <AbsentClips key={title} predictions={absent} names={names} /> : null}
    </div>
  );
}
