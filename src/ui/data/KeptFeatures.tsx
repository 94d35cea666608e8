import { Trash2 } from 'lucide-react';
import controls from '../common/controls.module.css';
import { ProblemNote } from '../common/ProblemNote';
import { useAttempt } from '../common/useAttempt';
import { bytes, plural } from '../format';
import { useApp, useSession } from '../sessionContext';

/** How much of earlier work is kept on this device, and the way to be rid of it. */
export function KeptFeatures() {
  const session = useSession();
  const kept = useApp((state) => state.features);
  const isBusy = useApp((state) => state.data.status === 'preparing');
  const { attempt, problem } = useAttempt('The kept features');
  if (!kept || kept.clips === 0) return null;
  const used =
    kept.reused > 0 ? ` ${plural(kept.reused, 'decoding was', 'decodings were')} spared since the page opened.` : '';
  return (
    <div className={controls.row} data-testid="kept-features">
      <p className={controls.quiet}>
        Features of {plural(kept.clips, 'sound')} are kept on this device, {bytes(kept.bytes)} of at most{' '}
        {bytes(kept.budget)}.{used}
      </p>
      <button
        type="button"
        className={controls.chip}
        disabled={isBusy}
        onClick={() => attempt(() => session.forgetFeatures())}
      >
        <Trash2 size={14} aria-hidden /> Forget them
      </button>
      {problem ? <ProblemNote problem={problem} /> : null}
    </div>
  );
}
