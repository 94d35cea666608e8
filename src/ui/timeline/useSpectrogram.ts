import { useEffect, useMemo, useState } from 'react';
import { fromByte } from '../../audio/overviewRows';
import type { Columns } from '../microphone/paintColumns';
import { useSession } from '../sessionContext';
import { useHeard } from './useHeard';
import type { Viewport } from './viewport';

/** A spectrogram of a stretch of the recording. */
export interface Stretch extends Viewport {
  readonly columns: Columns;
}

/** What each byte of an overview stands for. */
const VALUES = Float32Array.from({ length: 256 }, (_, byte) => fromByte(byte));

/** The longest stretch that is read again to be drawn in full. Seconds. */
const LONGEST_DETAIL = 30;
const DELAY_MS = 250;
/** The overview is fine enough where it has so many columns in view. */
const FINE_COLUMNS = 600;

/** What is to be drawn below the curves: the overview, and closer by the stretch itself, read again. */
export function useSpectrogram(view: Viewport): Stretch | null {
  const session = useSession();
  const { overview, secondsRead, recording } = useHeard();
  const [detail, setDetail] = useState<Stretch | null>(null);
  const from = Math.max(0, view.from);
  const to = Math.min(view.to, secondsRead);
  const length = to - from;
  const isCoarse = overview !== null && length > 0 && length / overview.secondsPerColumn < FINE_COLUMNS;
  const wantsDetail = isCoarse && length <= LONGEST_DETAIL;

  useEffect(() => {
    if (!wantsDetail) return;
    const controller = new AbortController();
    const timer = setTimeout(() => {
      session
        .recordingSpectrogram(from, to, controller.signal)
        .then((columns) => {
          if (!controller.signal.aborted) setDetail({ from, to, columns });
        })
        // The overview stays: what cannot be read again is told when it is played.
        .catch(() => undefined);
    }, DELAY_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [session, wantsDetail, from, to, recording]);

  const whole = useMemo(() => {
    if (!overview || overview.count === 0) return null;
    const data = new Float32Array(overview.count * overview.bands);
    for (let i = 0; i < data.length; i++) data[i] = VALUES[overview.columns[i] as number] as number;
    const columns = { data, frames: overview.count, bins: overview.bands };
    return { from: 0, to: overview.count * overview.secondsPerColumn, columns };
  }, [overview]);
  return detail && wantsDetail && detail.from === from && detail.to === to ? detail : whole;
}
