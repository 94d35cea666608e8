import { isBystander, isDict, type PickleDict, type PickleValue } from './pickleValue';

/** Where training programs keep their settings beside the weights: fairseq's `cfg` and `args`, and MAE's `args`. */
const PLACES = ['cfg', 'args'] as const;
/** `cfg.model.layer_norm_first` is the deepest of what is read. */
const MOST_LEVELS = 3;
const LONGEST_TEXT = 1000;

/**
 * The plain settings of a checkpoint by their path, as text: `cfg.model.encoder_layers` -> `12`, `args.model` -> ...
 * Numbers, truth values and short texts only; Python's True is `true`.
 */
export function settingsOf(checkpoint: PickleValue): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  if (!isDict(checkpoint)) return out;
  for (const place of PLACES) {
    const inner = dictIn(checkpoint.entries.get(place));
    if (inner !== null) collect(inner, place, MOST_LEVELS - 1, out);
  }
  return out;
}

function collect(dict: PickleDict, path: string, levels: number, out: Map<string, string>): void {
  for (const [key, value] of dict.entries) {
    const plain = plainIn(value);
    const inner = dictIn(value);
    if (plain !== null) out.set(`${path}.${key}`, String(plain));
    else if (inner !== null && levels > 1) collect(inner, `${path}.${key}`, levels - 1, out);
  }
}

/** A dictionary, a namespace's attributes, or the content of an omegaconf dictionary. */
function dictIn(value: PickleValue | undefined): PickleDict | null {
  if (isDict(value)) return value;
  if (!isBystander(value) || value.attributes === null) return null;
  const content = value.attributes.entries.get('_content');
  return isDict(content) ? content : value.attributes;
}

/** A plain value, or that of an omegaconf node. */
function plainIn(value: PickleValue | undefined): string | number | boolean | null {
  const own = isBystander(value) ? value.attributes?.entries.get('_val') : value;
  if (typeof own === 'number' || typeof own === 'boolean') return own;
  return typeof own === 'string' && own.length <= LONGEST_TEXT ? own : null;
}
