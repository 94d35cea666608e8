import * as tf from '@tensorflow/tfjs-core';
import { tidyKeeping } from '../ops/tidyKeeping';

/** Where each trained parameter lies in one flat vector. */
export interface FlatLayout {
  readonly names: readonly string[];
  readonly shapes: readonly (readonly number[])[];
  readonly sizes: readonly number[];
  readonly offsets: readonly number[];
  /** P, the number of trained parameters. */
  readonly total: number;
}

export function flatLayout(parameters: ReadonlyMap<string, tf.Tensor>): FlatLayout {
  const tensors = [...parameters.values()];
  const sizes = tensors.map((t) => t.size);
  const offsets = sizes.map((_, i) => sizes.slice(0, i).reduce((a, b) => a + b, 0));
  return {
    names: [...parameters.keys()],
    shapes: tensors.map((t) => t.shape),
    sizes,
    offsets,
    total: sizes.reduce((a, b) => a + b, 0),
  };
}

/** Parameters or gradients, in layout order, as one vector [P]. */
export function flatten(tensors: readonly tf.Tensor[]): tf.Tensor1D {
  return tf.concat1d(tensors.map((t) => tf.reshape(t, [-1])));
}

/** The vector [P] as parameters again. */
export function unflatten(vector: tf.Tensor1D, layout: FlatLayout): Map<string, tf.Tensor> {
  const parts = tf.split(vector, [...layout.sizes]) as tf.Tensor1D[];
  return new Map(
    layout.names.map((name, i) => {
      const part = parts[i];
      if (!part) throw new Error(`unflatten: no part for ${name}`);
      return [name, tf.reshape(part, [...(layout.shapes[i] ?? [])])];
    }),
  );
}

/** The trained parameters of whatever state is asked for, as tensors; made anew when the state is another. */
export function createViews(layout: FlatLayout) {
  let made: { readonly of: object; readonly views: Map<string, tf.Tensor> } | null = null;
  const drop = () => {
    if (made) tf.dispose([...made.views.values()]);
    made = null;
  };
  return {
    /** @param theta makes the vector [P] of that state; it is freed here */
    of(state: object, theta: () => tf.Tensor1D): ReadonlyMap<string, tf.Tensor> {
      if (made?.of === state) return made.views;
      drop();
      const views = tidyKeeping(() => {
        const parts = unflatten(theta(), layout);
        return { result: parts, kept: parts.values() };
      });
      made = { of: state, views };
      return views;
    },
    drop,
  };
}
