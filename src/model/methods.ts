import { NO_ADAPTERS, USUAL_SIZE, type AdapterPlan } from './adapters';
import { backboneShapes, type BackboneSize } from './backboneShapes';
import { sizeOf, type NewParameter } from './parameters';
import {
  convpassPlaces,
  houlsbyPlaces,
  lookAsidePlaces,
  loraPlaces,
  noPlaces,
  prefixPlaces,
  promptPlaces,
  type Places,
  type PlaceSize,
} from './places';
import { FIXED_POSITIONS } from './positions';
import { isInChosenLayer, METHOD_DEFAULTS, type MethodOptions } from './settings';

/** What of the model is trained. The head always is. */
interface Method {
  readonly title: string;
  readonly explain: string;
  /** Where it was published. */
  readonly source: string;
  /** The options that it reads, for a form to ask for. */
  readonly uses: readonly (keyof MethodOptions)[];
  /** What it adds to the layers. */
  readonly places: Places;
  /** Whether it trains this parameter of the backbone's own. */
  readonly trains: (parameter: string, options: MethodOptions) => boolean;
  /** The kernels that its forward pass moves along the token grid. */
  readonly kernels: (options: MethodOptions) => AdapterPlan;
}

const nothing = () => false;
const noKernels = () => NO_ADAPTERS;

/** Source of the first three: paper section 3.3 and Table 2. The others are those that its section 2.1 names. */
export const METHODS = {
  loaa: {
    title: 'Look-Aside Adapters',
    explain: 'The backbone is frozen. Small convolutions beside its blocks, and the head, are trained.',
    source: 'Yeo et al. 2024, the paper: section 2.3',
    uses: ['adapters', 'layers'],
    places: lookAsidePlaces,
    trains: nothing,
    kernels: ({ adapters }) => adapters,
  },
  'linear-probe': {
    title: 'Linear probe',
    explain: 'The backbone is frozen. Only the head (LayerNorm and Linear) is trained.',
    source: 'The paper, section 3.3',
    uses: [],
    places: noPlaces,
    trains: nothing,
    kernels: noKernels,
  },
  full: {
    title: 'Full fine-tuning',
    explain: 'Every weight is trained. Needs the most memory and time.',
    source: 'The paper, section 3.3; Gong et al. 2021 (AST)',
    uses: [],
    places: noPlaces,
    trains: (name) => name !== FIXED_POSITIONS,
    kernels: noKernels,
  },
  'houlsby-parallel': {
    title: 'Parallel adapter',
    explain:
      'Two small linear layers beside each block, added to its output: the paper’s baseline. No token sees another.',
    source: 'Houlsby et al. 2019; He et al. 2022 (parallel); the paper, equation (1)',
    uses: ['adapters', 'layers', 'bias'],
    places: houlsbyPlaces,
    trains: nothing,
    kernels: noKernels,
  },
  'houlsby-sequential': {
    title: 'Sequential adapter',
    explain: 'Two small linear layers after each block, which correct its output before it joins the stream.',
    source: 'Houlsby et al. 2019, section 2.1 and Figure 2',
    uses: ['adapters', 'layers', 'bias'],
    places: houlsbyPlaces,
    trains: nothing,
    kernels: noKernels,
  },
  lora: {
    title: 'LoRA',
    explain: 'Each chosen projection gets a change of low rank: the product of a narrow and a wide matrix.',
    source: 'Hu et al. 2022; huggingface/peft',
    uses: ['lora', 'layers'],
    places: loraPlaces,
    trains: nothing,
    kernels: noKernels,
  },
  convpass: {
    title: 'Convpass',
    explain: 'Beside each block, a narrow bypass with a 3×3 convolution in its middle.',
    source: 'Jie and Deng 2022; JieShibo/PETL-ViT',
    uses: ['convpass', 'layers'],
    places: convpassPlaces,
    trains: nothing,
    kernels: ({ convpass: { bottleneck } }) => {
      const spec = { kernel: 'square', bottleneck, size: USUAL_SIZE } as const;
      return { attn: spec, ffn: spec };
    },
  },
  prompt: {
    title: 'Prompt tuning',
    explain: 'A few extra tokens, which are learnt, stand beside those of the sound.',
    source: 'Jia et al. 2022 (VPT); Lester et al. 2021',
    uses: ['prompts', 'layers'],
    places: promptPlaces,
    trains: nothing,
    kernels: noKernels,
  },
  prefix: {
    title: 'Prefix tuning',
    explain: 'Every attention gets a few extra keys and values, which are learnt, to look at.',
    source: 'Li and Liang 2021',
    uses: ['prefix', 'layers'],
    places: prefixPlaces,
    trains: nothing,
    kernels: noKernels,
  },
  bitfit: {
    title: 'BitFit',
    explain: 'Only the biases of the backbone are trained, those of its LayerNorms too.',
    source: 'Ben Zaken et al. 2022',
    uses: ['layers'],
    places: noPlaces,
    trains: (name, options) => name.endsWith('.bias') && isInChosenLayer(options, name),
    kernels: noKernels,
  },
} as const satisfies Record<string, Method>;

export type MethodName = keyof typeof METHODS;

/** A method with all that it may be told. */
export interface MethodSettings extends MethodOptions {
  readonly method: MethodName;
}

/** The settings of a backbone with nothing in it. */
export const BARE: MethodSettings = { ...METHOD_DEFAULTS, method: 'linear-probe', adapters: NO_ADAPTERS };

/** Whether a method reads an option. */
export function usesOption(method: MethodName, option: keyof MethodOptions): boolean {
  return (METHODS[method].uses as readonly string[]).includes(option);
}

/** The kernels over the token grid that a method's forward pass needs tables for. */
export function kernelsOf(settings: MethodSettings): AdapterPlan {
  return METHODS[settings.method].kernels(settings);
}

/** AST's mlp_head: LayerNorm (1, 0) and Linear uniform in +-1/sqrt(d), torch.nn.Linear's default. */
export function headParameters(dim: number, classes: number): NewParameter[] {
  const start = { uniform: 1 / Math.sqrt(dim) };
  return [
    { name: 'head_norm.weight', shape: [dim], start: 'ones' },
    { name: 'head_norm.bias', shape: [dim], start: 'zeros' },
    { name: 'head.weight', shape: [classes, dim], start },
    { name: 'head.bias', shape: [classes], start },
  ];
}

/** Everything that a method trains, in the order of training: the backbone's own, what is placed in it, and the head. */
export interface TrainedParameters {
  readonly own: readonly (readonly [name: string, shape: readonly number[]])[];
  readonly placed: readonly NewParameter[];
  readonly head: readonly NewParameter[];
}

/**
 * The one list of names and shapes (PyTorch's layout) behind counts, initialisation and import checks; asks for no memory.
 * @param own the backbone's parameters, with positions on the run's grid and without head
 */
export function trainedParameters(
  settings: MethodSettings,
  own: Iterable<readonly [string, readonly number[]]>,
  size: PlaceSize & { readonly classes: number },
): TrainedParameters {
  const { trains, places } = METHODS[settings.method];
  return {
    own: [...own].filter(([name]) => trains(name, settings)),
    placed: places(settings, size),
    head: headParameters(size.dim, size.classes),
  };
}

export interface ModelSize extends BackboneSize {
  readonly classes: number;
}

const total = (shapes: readonly (readonly number[])[]) => shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);

/** LayerNorm (2 d) and Linear (d C + C) of the head. */
export function headSize(dim: number, classes: number): number {
  return total(headParameters(dim, classes).map(({ shape }) => shape));
}

/** Parameters of the backbone without head: patch embedding, tokens, learned positions, blocks, final norm. */
export function backboneSize(m: ModelSize): number {
  return total(backboneShapes(m).map(([, shape]) => shape));
}

/** The number of parameters that training changes, as Table 1 counts them (the head is included). */
export function trainableSize(settings: MethodSettings, m: ModelSize): number {
  const { own, placed, head } = trainedParameters(settings, backboneShapes(m), m);
  return total([...own.map(([, shape]) => shape), ...[...placed, ...head].map(({ shape }) => shape)]);
}
