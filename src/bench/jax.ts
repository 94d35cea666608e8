import * as jax from '@jax-js/jax';
import { toEngine } from '../model/lookAside';
import { PLACEMENTS } from '../model/adapters';
import { MEL_BINS } from '../model/shape';
import type { Weight } from '../weights/types';
import { adapterTitle, findAdapter } from '../ops/webgpu/adapter';
import { OPTIMISERS } from '../training/optimisers';
import { CLASSES, RATE } from './configurations';
import type { StartContestant } from './contestant';
import { jaxForward, type JaxSizes, type Named } from './jaxModel';

const { numpy: np, nn, tree } = jax;

/** Adam's state: parameters, both moments, and the steps taken. */
type State = { theta: Named; m: Named; v: Named; step: jax.Array };

/** The same model and the same Adam in jax-js: value and gradient, and the step, inside one jit. */
export const startJax: StartContestant = async (work) => {
  const adapter = await findAdapter();
  const devices = await jax.init('webgpu');
  if (!adapter || !devices.includes('webgpu')) throw new Error('jax-js found no WebGPU device.');
  jax.defaultDevice('webgpu');
  const { config, backbone, grid, labels } = work;
  const sizes: JaxSizes = { ...backbone.config, batch: config.batch, grid, adapters: config.adapters };
  const array = ({ data, shape }: Weight) => np.array(data as Float32Array<ArrayBuffer>, { shape: [...shape] });
  const frozen: Named = Object.fromEntries([...work.frozen].map(([name, weight]) => [name, array(weight)]));
  const theta: Named = Object.fromEntries([...work.trained].map(([name, w]) => [name, array(asProduct(name, w))]));
  const zeros = () => Object.fromEntries(Object.entries(theta).map(([name, a]) => [name, np.zeros(a.shape)]));
  let state: State = { theta, m: zeros(), v: zeros(), step: np.array(0) };
  const x = array({ data: work.x, shape: [config.batch, config.frames, MEL_BINS] });
  const targets = nn.oneHot(np.array([...labels], { dtype: np.int32 }), CLASSES);

  const forward = jax.jit((trained: Named, constants: Named, input: jax.Array) =>
    jaxForward(sizes, { ...trained, ...constants }, input),
  );
  const lossOf = (trained: Named, constants: Named, input: jax.Array, wanted: jax.Array): jax.Array => {
    const logits = jaxForward(sizes, { ...trained, ...constants }, input);
    return np.mean(np.sum(nn.logSoftmax(logits).mul(wanted), -1)).neg();
  };
  const step = jax.jit(
    (before: State, constants: Named, input: jax.Array, wanted: jax.Array): { loss: jax.Array; after: State } => {
      const [loss, gradient] = jax.valueAndGrad(lossOf)(tree.ref(before.theta), constants, input, wanted);
      return { loss, after: adam(before, gradient as Named) };
    },
  );
  return {
    device: adapterTitle(adapter),
    async step() {
      const { loss, after } = step(state, tree.ref(frozen), x.ref, targets.ref);
      state = after;
      return async () => {
        const [value = NaN] = await loss.data();
        await jax.blockUntilReady(state);
        return value;
      };
    },
    async forward() {
      const logits = forward(tree.ref(state.theta), tree.ref(frozen), x.ref);
      return () => logits.data();
    },
    memory: null,
  };
};

/** An adapter's convolution as the engine holds it, [k r, d]: a product over shifted tokens is what all contestants do. */
export function asProduct(name: string, weight: Weight): Weight {
  if (!PLACEMENTS.some((place) => name.includes(`.${place}_adapter.`))) return weight;
  return toEngine(name.endsWith('.down.weight') ? 'down' : 'up', weight);
}

/** As `training/adam.ts` has it, parameter by parameter, as jax users write it. Takes what it is given. */
function adam({ theta, m, v, step }: State, gradient: Named): State {
  const { beta1, beta2, epsilon, weightDecay } = OPTIMISERS.adam;
  const t = step.add(1);
  const power = (beta: number) => np.exp(t.ref.mul(Math.log(beta)));
  const stepSize = np.trueDivide(RATE, power(beta1).neg().add(1));
  const root = np.sqrt(power(beta2).neg().add(1));
  const next: State = { theta: {}, m: {}, v: {}, step: t };
  for (const [name, now] of Object.entries(theta)) {
    const [g0, m0, v0] = [gradient[name], m[name], v[name]];
    if (!g0 || !m0 || !v0) throw new Error(`No gradient of ${name}.`);
    const g = g0.add(now.ref.mul(weightDecay));
    const first = m0.mul(beta1).add(g.ref.mul(1 - beta1));
    const second = v0.mul(beta2).add(g.ref.mul(g).mul(1 - beta2));
    const denominator = np.sqrt(second.ref).div(root.ref).add(epsilon);
    next.m[name] = first.ref;
    next.v[name] = second;
    next.theta[name] = now.sub(first.div(denominator).mul(stepSize.ref));
  }
  stepSize.dispose();
  root.dispose();
  return next;
}
