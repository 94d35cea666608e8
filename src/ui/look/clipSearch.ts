import type { Clip, Dataset, Split } from '../../dataset/types';

/** A clip as the picker offers it. */
export interface ClipOption {
  readonly id: string;
  readonly labels: readonly number[];
  readonly part: string;
}

const PART_TITLES = { validation: 'validation', test: 'test', train: 'training' } as const;

/** The clips of the split, those that the model does not train on first. */
export function clipOptions(dataset: Dataset, split: Split): readonly ClipOption[] {
  const byId = new Map<string, Clip>(dataset.clips.map((clip) => [clip.id, clip]));
  return (['validation', 'test', 'train'] as const).flatMap((part) =>
    split[part].flatMap((id) => {
      const clip = byId.get(id);
      return clip ? [{ id, labels: clip.labels, part: PART_TITLES[part] }] : [];
    }),
  );
}

/** The first `most` clips whose name or class holds every word of the query, and how many there are in all. */
export function searchClips(
  options: readonly ClipOption[],
  classes: readonly string[],
  query: string,
  most: number,
): { readonly found: readonly ClipOption[]; readonly total: number } {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = options.filter((option) => {
    const text = `${option.id} ${option.labels.map((label) => classes[label]).join(' ')}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return { found: matches.slice(0, most), total: matches.length };
}
