import { createContestant } from '../bench/contestant';
import type { ReadBundled } from '../bench/work';
import { startJax } from '../bench/jax';
import { startOnnx } from '../bench/onnx';
import { startOurs, startPlain } from '../bench/tfjs';

/** What the command line's Node processes take from here, bundled: the starter of the run, and its contestants. */
export { reportText } from '../bench/reportText';
export { runBench } from '../bench/runBench';
export { summarise } from '../bench/summary';

export const createDawnContestant = (readBundled: (modelUrl: string) => ReadBundled) =>
  createContestant(
    {
      ours: startOurs,
      plain: startPlain,
      jax: startJax,
      onnx: startOnnx('parts'),
      'onnx-attention': startOnnx('MultiHeadAttention'),
    },
    readBundled,
  );
