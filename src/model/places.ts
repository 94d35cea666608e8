import { PLACEMENTS, extentOf, adapterName, taps, type Placement } from './adapters';
import { xavier, type NewParameter, type Start } from './parameters';
import { chosenLayers, chosenTargets, type LoraTarget, type MethodOptions } from './settings';

/** Sizes of a backbone that decide the shapes of what is placed in it. */
export interface PlaceSize {
  readonly dim: number;
  readonly depth: number;
  readonly mlpDim: number;
  readonly patch: readonly [number, number];
}

/**
 * What a method adds to the layers: the one list of names, shapes and initial values, from which counts, initialisation,
 * import checks and exports follow. The computation with them is in the file named at each.
 */
export type Places = (options: MethodOptions, size: PlaceSize) => NewParameter[];

/** Canonical names; `lookAside.ts`, `houlsby.ts`, `lora.ts`, `convpass.ts`, `prompts.ts` and `prefix.ts` read by them. */
export const houlsbyName = (layer: number, place: Placement, part: 'down' | 'up') =>
  `blocks.${layer}.${place}_houlsby.${part}`;
export const loraName = (layer: number, target: LoraTarget, part: 'A' | 'B') =>
  `blocks.${layer}.${target}.lora_${part}.weight`;
export const convpassName = (layer: number, place: Placement, part: 'down' | 'conv' | 'up') =>
  `blocks.${layer}.${place}_convpass.adapter_${part}`;
export const promptName = (layer: number) => `blocks.${layer}.prompt_embeddings`;
export const prefixName = (layer: number, part: 'key' | 'value') => `blocks.${layer}.prefix.${part}`;

/** For every chosen layer, in order. */
const perLayer = (options: MethodOptions, depth: number, of: (layer: number) => NewParameter[]): NewParameter[] =>
  chosenLayers(options, depth).flatMap(of);

/** Weight [out, in] and, where it has one, bias [out] of torch.nn.Linear; the bias starts at zero. */
function linear(name: string, out: number, inner: number, start: Start, bias: boolean): NewParameter[] {
  const weight: NewParameter = { name: `${name}.weight`, shape: [out, inner], start };
  return bias ? [weight, { name: `${name}.bias`, shape: [out], start: 'zeros' }] : [weight];
}

/**
 * Look-Aside Adapters (lookAside.ts): convolutions down [r, d, kf, kt], Xavier-uniform, and up [d, r, kf, kt], zero, so that
 * an untrained adapter changes nothing. Source: reference/loaa_reference.py, LookAsideAdapter.
 */
export const lookAsidePlaces: Places = (options, { dim, depth }) =>
  perLayer(options, depth, (layer) =>
    PLACEMENTS.flatMap((place): NewParameter[] => {
      const spec = options.adapters[place];
      if (!spec) return [];
      const { bottleneck: r } = spec;
      const [extent, k] = [extentOf(spec), taps(spec)];
      return [
        { name: adapterName(layer, place, 'down'), shape: [r, dim, ...extent], start: xavier(k * dim, k * r) },
        { name: adapterName(layer, place, 'up'), shape: [dim, r, ...extent], start: 'zeros' },
      ];
    }),
  );

/**
 * Houlsby adapters (houlsby.ts), parallel or sequential: Linear down [r, d] and up [d, r], with biases if asked for. Down is
 * Xavier-uniform and up zero, as for Look-Aside Adapters: Houlsby et al. ask for near-identity and draw both from a normal
 * distribution of deviation 0.01; zero is the identity itself.
 */
export const houlsbyPlaces: Places = (options, { dim, depth }) =>
  perLayer(options, depth, (layer) =>
    PLACEMENTS.flatMap((place) => {
      const r = options.adapters[place]?.bottleneck;
      if (r === undefined) return [];
      return [
        ...linear(houlsbyName(layer, place, 'down'), r, dim, xavier(dim, r), options.bias),
        ...linear(houlsbyName(layer, place, 'up'), dim, r, 'zeros', options.bias),
      ];
    }),
  );

/** [in, out] of each projection that LoRA may stand beside. */
const projection = ({ dim, mlpDim }: PlaceSize): Readonly<Record<LoraTarget, readonly [number, number]>> => ({
  q: [dim, dim],
  k: [dim, dim],
  v: [dim, dim],
  proj: [dim, dim],
  fc1: [dim, mlpDim],
  fc2: [mlpDim, dim],
});

/**
 * LoRA (lora.ts): A [r, in], kaiming_uniform_(a = sqrt 5), whose bound is 1 / sqrt(in), and B [out, r], zero.
 * Source: huggingface/peft, tuners/lora/layer.py.
 */
export const loraPlaces: Places = (options, size) =>
  perLayer(options, size.depth, (layer) =>
    chosenTargets(options).flatMap((target): NewParameter[] => {
      const { rank } = options.lora;
      const [inner, out] = projection(size)[target];
      return [
        { name: loraName(layer, target, 'A'), shape: [rank, inner], start: { uniform: 1 / Math.sqrt(inner) } },
        { name: loraName(layer, target, 'B'), shape: [out, rank], start: 'zeros' },
      ];
    }),
  );

/** The kernel of Convpass. */
export const CONVPASS_EXTENT = [3, 3] as const;

/**
 * Convpass (convpass.ts): Linear down [r, d] Xavier-uniform, convolution [r, r, 3, 3] that starts as the identity, Linear up
 * [d, r] zero; all with biases, zero. Source: JieShibo/PETL-ViT, convpass.py (xavier_init off, its default).
 */
export const convpassPlaces: Places = (options, { dim, depth }) =>
  perLayer(options, depth, (layer) =>
    PLACEMENTS.flatMap((place) => {
      const r = options.convpass.bottleneck;
      const conv = convpassName(layer, place, 'conv');
      return [
        ...linear(convpassName(layer, place, 'down'), r, dim, xavier(dim, r), true),
        { name: `${conv}.weight`, shape: [r, r, ...CONVPASS_EXTENT], start: 'identity' as const },
        { name: `${conv}.bias`, shape: [r], start: 'zeros' as const },
        ...linear(convpassName(layer, place, 'up'), dim, r, 'zeros', true),
      ];
    }),
  );

/** Colours of the images that prompts were made for, in the bound of their initial values. */
const COLOURS = 3;

/**
 * Prompts (prompts.ts): [1, P, d] for the first layer, or (deep) for every chosen one; uniform in
 * +-sqrt(6 / (3 p q + d)). Source: KMnP/vpt, models/vit_prompt/vit.py.
 */
export const promptPlaces: Places = (options, { dim, depth, patch }) => {
  const { prompts } = options;
  const start = xavier(COLOURS * patch[0] * patch[1], dim);
  return (prompts.deep ? chosenLayers(options, depth) : [0]).map((layer) => ({
    name: promptName(layer),
    shape: [1, prompts.length, dim],
    start,
  }));
};

/** Deviation of what a prefix starts from: the initializer_range of Li and Liang's model classes. */
const PREFIX_START: Start = { normal: 0.02 };

/** Prefix tuning (prefix.ts): keys and values [P, d] of every chosen layer. Source: Li and Liang 2021. */
export const prefixPlaces: Places = (options, { dim, depth }) =>
  perLayer(options, depth, (layer) =>
    (['key', 'value'] as const).map((part) => ({
      name: prefixName(layer, part),
      shape: [options.prefix.length, dim],
      start: PREFIX_START,
    })),
  );

/** Methods that add nothing but the head. */
export const noPlaces: Places = () => [];
