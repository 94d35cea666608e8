import { Download } from 'lucide-react';
import { FRONT_ENDS } from '../../audio/frontEnds';
import { DETECTION_EXPORTS, exportName, type DetectionExportName } from '../../detection/exports';
import type { RecordingName } from '../../detection/state';
import type { Detection } from '../../detection/types';
import controls from '../common/controls.module.css';
import { download } from '../common/download';
import { entriesOf } from '../common/entries';

interface DetectionExportsProps {
  readonly detections: readonly Detection[];
  readonly recording: RecordingName;
}

/** The detections as files that other programs, and this one, read. */
export function DetectionExports({ detections, recording }: DetectionExportsProps) {
  const save = (name: DetectionExportName) => {
    const { text, mime } = DETECTION_EXPORTS[name];
    const context = { recording: recording.name, band: FRONT_ENDS[recording.frontEnd].band };
    download(new Blob([text(detections, context)], { type: mime }), exportName(name, recording.name));
  };
  return (
    <div className={controls.row} role="group" aria-label="Export the detections">
      {entriesOf(DETECTION_EXPORTS).map(([name, { title }]) => (
        <button
          key={name}
          type="button"
          className={controls.button}
          onClick={() => save(name)}
          data-testid={`export-${name}`}
        >
          <Download size={16} aria-hidden /> {title}
        </button>
      ))}
    </div>
  );
}
