import { METHODS, type MethodName } from '../../model/methods';
import { entriesOf } from '../common/entries';
import type { TermName } from '../glossary';

const GROUPS = {
  adapters: 'Adapters',
  lowRank: 'Low rank',
  tokens: 'Tokens',
  subset: 'A part of the model, or all',
} as const;

type GroupName = keyof typeof GROUPS;

/** Where each method stands in the list: by what it adds to the model, or that it adds nothing. */
const GROUP_OF = {
  loaa: 'adapters',
  'houlsby-parallel': 'adapters',
  'houlsby-sequential': 'adapters',
  convpass: 'adapters',
  lora: 'lowRank',
  prompt: 'tokens',
  prefix: 'tokens',
  'linear-probe': 'subset',
  bitfit: 'subset',
  full: 'subset',
} as const satisfies Record<MethodName, GroupName>;

/** The methods by group, as a list offers them. */
export const METHOD_GROUPS: readonly {
  readonly title: string;
  readonly methods: readonly (readonly [MethodName, string])[];
}[] = entriesOf(GROUPS).map(([group, title]) => ({
  title,
  methods: entriesOf(GROUP_OF).flatMap(([name, own]) => (own === group ? [[name, METHODS[name].title] as const] : [])),
}));

/** The term that explains each method. */
export const METHOD_TERMS = {
  loaa: 'loaa',
  'houlsby-parallel': 'parallelAdapter',
  'houlsby-sequential': 'sequentialAdapter',
  convpass: 'convpass',
  lora: 'lora',
  prompt: 'prompts',
  prefix: 'prefix',
  'linear-probe': 'linearProbe',
  bitfit: 'bitfit',
  full: 'fullFineTuning',
} as const satisfies Record<MethodName, TermName>;
