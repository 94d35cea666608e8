import * as tf from '@tensorflow/tfjs-core';
import { disposeState, thetaOf, withTheta } from './adam';
import type { Evaluation } from './evaluate';
import type { KeptEpoch, Standing } from './position';
import type { Trainee } from './step';

async function isSound({ state }: Trainee): Promise<boolean> {
  const theta = thetaOf(state);
  const values = await theta.data();
  theta.dispose();
  return values.every(Number.isFinite);
}

/** Keeps a copy of the best epoch's parameters, and puts it back into the trainee. `from` is what was kept before. */
export function createKeeper(t: Trainee, from: KeptEpoch | null = null) {
  let kept: { point: Standing; evaluation: Evaluation; theta: tf.Tensor1D } | null = from && {
    ...from,
    theta: tf.keep(tf.tensor1d(from.theta)),
  };
  const copy = () => tf.keep(thetaOf(t.state));
  const initial = copy();
  const putBack = (theta: tf.Tensor1D) => {
    const old = t.state;
    if (old.packed.isDisposed) return; // another model has taken the trainee's place
    t.state = withTheta(old, theta);
    disposeState(old);
  };
  const better = (a: Standing, b: Standing) =>
    a.top1 !== b.top1 ? a.top1 > b.top1 : a.mAP !== b.mAP ? a.mAP > b.mAP : a.loss < b.loss;
  return {
    best(): { best: Omit<Standing, 'loss'> | null; validation: Evaluation | null } {
      if (!kept) return { best: null, validation: null };
      const { epoch, top1, mAP } = kept.point;
      return { best: { epoch, top1, mAP }, validation: kept.evaluation };
    },
    /** What is kept, read back. */
    async kept(): Promise<KeptEpoch | null> {
      if (!kept) return null;
      const { point, evaluation, theta } = kept;
      return { point, evaluation, theta: (await theta.data()).slice() as Float32Array };
    },
    offer(point: Standing, evaluation: Evaluation): boolean {
      if (kept && !better(point, kept.point)) return false;
      kept?.theta.dispose();
      kept = { point, evaluation, theta: copy() };
      return true;
    },
    /** Puts the best epoch back, where there is one. */
    restore() {
      if (kept) putBack(kept.theta);
    },
    /**
     * After a failure: puts the best epoch back. Without one, what was trained until then stays, or gives way to the weights
     * from before the run where it is not finite.
     */
    async restoreSound(): Promise<void> {
      if (kept) putBack(kept.theta);
      else if (!t.state.packed.isDisposed && !(await isSound(t))) putBack(initial);
    },
    dispose() {
      initial.dispose();
      kept?.theta.dispose();
    },
  };
}
