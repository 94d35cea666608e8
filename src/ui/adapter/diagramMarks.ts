import { PLACEMENTS, type AdapterSpec, type Placement } from '../../model/adapters';
import type { MethodName } from '../../model/methods';
import { chosenTargets, LORA_TARGETS, type LoraTarget } from '../../model/settings';
import type { RunConfig } from '../../training/config';
import type { NormOrder } from '../../weights/types';
import { plural } from '../format';
import { kernelTitle } from './kernels';
import { KERNEL_TONES } from './kernelTones';
import { layerWords } from './layers';

/** Something trained that is drawn as a box of its own: beside the block, after it, or feeding its keys and values. */
export interface MarkBox {
  readonly where: 'beside' | 'after' | 'keys';
  readonly title: string;
  readonly detail: string;
  readonly tone: (typeof KERNEL_TONES)[keyof typeof KERNEL_TONES];
}

/** What a method does to one half of every block. */
export interface HalfMarks {
  /** Whether the block's own weights are trained, all of them. */
  readonly isTrained: boolean;
  readonly box: MarkBox | null;
  /** The projections inside the block, where some of them get a change of low rank; empty otherwise. */
  readonly projections: readonly { readonly name: LoraTarget; readonly isTrained: boolean }[];
  /** Whether the biases of the block and of its LayerNorm are trained. */
  readonly biases: boolean;
}

/** What a method does to a transformer, as data to draw and to say. */
export interface DiagramMarks extends Readonly<Record<Placement, HalfMarks>> {
  readonly prompts: { readonly length: number; readonly deep: boolean } | null;
}

const FROZEN: HalfMarks = { isTrained: false, box: null, projections: [], biases: false };
const NO_MARKS: DiagramMarks = { attn: FROZEN, ffn: FROZEN, prompts: null };

const PROJECTIONS_OF = { attn: ['q', 'k', 'v', 'proj'], ffn: ['fc1', 'fc2'] } as const satisfies Record<
  Placement,
  readonly LoraTarget[]
>;

/** The same of both halves. */
function both(of: (place: Placement) => Partial<HalfMarks>): DiagramMarks {
  const half = (place: Placement) => ({ ...FROZEN, ...of(place) });
  return { attn: half('attn'), ffn: half('ffn'), prompts: null };
}

const lookAsideBox = (spec: AdapterSpec): MarkBox => ({
  where: 'beside',
  title: kernelTitle(spec),
  detail: `down to ${spec.bottleneck}, GELU, up`,
  tone: KERNEL_TONES[spec.kernel],
});

const houlsbyBox = (where: MarkBox['where'], r: number, bias: boolean): MarkBox => ({
  where,
  title: 'Adapter',
  detail: where === 'after' ? `r ${r}, GELU` : `down to ${r}, GELU, up${bias ? ', biases' : ''}`,
  tone: 'neutral',
});

/** What each method does, from its options. */
const MARKS = {
  loaa: ({ adapters }) =>
    both((place) => {
      const spec = adapters[place];
      return { box: spec && lookAsideBox(spec) };
    }),
  'houlsby-parallel': ({ adapters, bias }) =>
    both((place) => {
      const spec = adapters[place];
      return { box: spec && houlsbyBox('beside', spec.bottleneck, bias) };
    }),
  'houlsby-sequential': ({ adapters, bias }) =>
    both((place) => {
      const spec = adapters[place];
      return { box: spec && houlsbyBox('after', spec.bottleneck, bias) };
    }),
  convpass: ({ convpass }) =>
    both(() => ({
      box: {
        where: 'beside',
        title: 'Convpass 3×3',
        detail: `down to ${convpass.bottleneck}, 3×3, up`,
        tone: KERNEL_TONES.square,
      },
    })),
  lora: (config) => {
    const targets = chosenTargets(config);
    return both((place) => {
      const own = LORA_TARGETS.filter((name) => (PROJECTIONS_OF[place] as readonly LoraTarget[]).includes(name));
      return { projections: own.map((name) => ({ name, isTrained: targets.includes(name) })) };
    });
  },
  prompt: ({ prompts }) => ({ ...NO_MARKS, prompts }),
  prefix: ({ prefix }) => ({
    ...NO_MARKS,
    attn: {
      ...FROZEN,
      box: {
        where: 'keys',
        title: `Prefix of ${prefix.length}`,
        detail: 'keys and values',
        tone: 'neutral',
      },
    },
  }),
  bitfit: () => both(() => ({ biases: true })),
  'linear-probe': () => NO_MARKS,
  full: () => both(() => ({ isTrained: true })),
} as const satisfies Record<MethodName, (config: RunConfig) => DiagramMarks>;

/** What the chosen method does to the transformer. */
export function diagramMarks(config: RunConfig): DiagramMarks {
  return MARKS[config.method](config);
}

/** How the three places of a box are said. */
const PLACE_WORDS = { beside: 'beside it', after: 'after it', keys: 'in front of its own' } as const satisfies Record<
  MarkBox['where'],
  string
>;

function halfWords(title: string, { isTrained, box, projections, biases }: HalfMarks, rank: number): string {
  if (isTrained) return `${title} is trained.`;
  const changed = projections.filter((own) => own.isTrained).map(({ name }) => name);
  const also = [
    ...(box ? [`with ${box.title} (${box.detail}) ${PLACE_WORDS[box.where]}`] : []),
    ...(changed.length > 0 ? [`with a trained change of rank ${rank} in ${changed.join(', ')}`] : []),
    ...(biases ? ['but for its biases'] : []),
  ];
  return `${title} is frozen${also.length > 0 ? `, ${also.join(', ')}` : ''}.`;
}

/** The drawing in words: what is frozen, what is trained and where, in which layers. */
export function diagramWords(config: RunConfig, depth: number, normOrder: NormOrder = 'pre'): string {
  const marks = diagramMarks(config);
  const halves = PLACEMENTS.map((place) =>
    halfWords(place === 'attn' ? 'Attention' : 'FFN', marks[place], config.lora.rank),
  );
  const { prompts } = marks;
  const tokens = prompts
    ? `${plural(prompts.length, 'learnt token')} ${prompts.deep ? 'beside those of the sound, new ones in each of these layers' : 'beside those of the sound, before the first layer'}.`
    : '';
  const norms = normOrder === 'post' ? 'LayerNorm stands behind each sum.' : '';
  const isPlain = config.method === 'full' || config.method === 'linear-probe' || (prompts !== null && !prompts.deep);
  const where = isPlain
    ? `One of ${depth} transformer blocks.`
    : `A transformer block, in ${layerWords(config.layers, depth)}.`;
  return [where, ...halves, tokens, norms, 'The head is trained.'].filter(Boolean).join(' ');
}
