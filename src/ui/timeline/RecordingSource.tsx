import { AudioLines } from 'lucide-react';
import { useRef } from 'react';
import { FRONT_ENDS, secondsFor } from '../../audio/frontEnds';
import fields from '../common/Field.module.css';
import { FileButton } from '../common/FileButton';
import { NumberField } from '../common/NumberField';
import { SelectField } from '../common/SelectField';
import { significant } from '../format';
import { useApp, useSession } from '../sessionContext';
import { TakeZone } from '../common/TakeZone';

const ACCEPT = 'audio/*,.wav,.flac,.ogg,.opus,.mp3,.m4a,.webm,.hdf5,.h5';
const LEAST_HOP = 0.01;

/** Where a long recording comes in, and how closely it is read. */
export function RecordingSource({ canPredict }: { readonly canPredict: boolean }) {
  const session = useSession();
  const { status, choices, hopSeconds } = useApp((state) => state.timeline);
  const config = useApp((state) => state.adapter.config?.run ?? state.run.config ?? state.config);
  const file = useRef<File | null>(null);
  const usualHop = secondsFor(FRONT_ENDS[config.frontEnd], config.frames) / 4;
  const open = (files: ArrayLike<File>) => {
    file.current = files[0] ?? null;
    if (file.current) void session.openRecording(file.current);
  };
  return (
    <>
      <TakeZone
        label="Long recording"
        disabled={!canPredict}
        onTake={(transfer) => open(transfer.files)}
        testId="recording-zone"
      >
        <FileButton onFiles={open} accept={ACCEPT} disabled={!canPredict} testId="recording-input">
          <AudioLines size={16} aria-hidden /> Choose a recording
        </FileButton>
        <p>or drop one here: minutes or hours, read piece by piece.</p>
      </TakeZone>
      <div className={fields.grid}>
        <NumberField
          label="Hop, s"
          term="windowHop"
          value={hopSeconds ?? Number(significant(usualHop, 3))}
          min={LEAST_HOP}
          step="any"
          hint={hopSeconds === null ? 'A quarter of a window.' : 'For the next recording.'}
          onChange={(value) => {
            if (value >= LEAST_HOP) session.setRecordingHop(value);
          }}
        />
        {status === 'choosing' ? (
          <SelectField
            label="Which recording of the file"
            value=""
            options={[['', 'Choose one'], ...choices.map((name) => [name, name] as const)]}
            onChange={(name) => {
              if (file.current && name !== '') void session.openRecording(file.current, name);
            }}
          />
        ) : null}
      </div>
    </>
  );
}
