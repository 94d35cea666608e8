import { warning, type Problem } from '../core/problem';
import { byCodeUnits } from './listing';
import type { Clip, Dataset, Part, Split } from './types';

/** How a file's name tells what it was recorded or cut from, by the habits of known data sets. */
const SOURCES: readonly { readonly what: string; readonly of: (name: string) => string | undefined }[] = [
  // Speech Commands: the speaker's hash before _nohash_. Source: Warden 2018, section 7.
  { what: 'speakers', of: (name) => /^(.+)_nohash_\d+\.[^.]+$/.exec(name)?.[1] },
  // ESC-50: {fold}-{Freesound clip}-{take}-{target}. Source: the README of karolpiczak/ESC-50.
  { what: 'source recordings', of: (name) => /^\d+-(\d+)-[A-Z]+-\d+\.[^.]+$/.exec(name)?.[1] },
  // UrbanSound8K: {Freesound clip}-{class}-{occurrence}-{slice}. Source: its README.
  { what: 'source recordings', of: (name) => /^(\d+)-\d+-\d+-\d+\.[^.]+$/.exec(name)?.[1] },
];

/** Sources named in the warning. */
const EXAMPLES = 3;

const nameOf = ({ source: { path } }: Clip) => path.slice(path.lastIndexOf('/') + 1);

/** A reading of the clips' sources that fits at least half of them: their groups, or what their names suggest. */
function sourcesOf(clips: readonly Clip[]): { what: string; of: (clip: Clip) => string | null } | null {
  if (clips.some(({ group }) => group !== null)) return { what: 'groups', of: ({ group }) => group };
  const names = clips.map(nameOf);
  for (const { what, of } of SOURCES) {
    const known = names.filter((name) => of(name) !== undefined).length;
    if (known > clips.length / 2) return { what, of: (clip) => of(nameOf(clip)) ?? null };
  }
  return null;
}

/**
 * A warning where sounds of one source (a group of the data set's own, or a speaker or recording that the file names tell)
 * are in more than one part of a split: what is measured is then partly remembered. Null where none is, or none can be told.
 */
export function straddling(dataset: Dataset, split: Split): Problem | null {
  const sources = sourcesOf(dataset.clips);
  if (!sources) return null;
  const parts = new Map<string, Set<Part>>();
  const byId = new Map(dataset.clips.map((clip) => [clip.id, clip]));
  for (const part of ['train', 'validation', 'test'] as const) {
    for (const id of split[part]) {
      const clip = byId.get(id);
      const source = clip ? sources.of(clip) : null;
      if (source !== null) parts.set(source, (parts.get(source) ?? new Set<Part>()).add(part));
    }
  }
  const astride = [...parts].filter(([, own]) => own.size > 1).sort(([a], [b]) => byCodeUnits(a, b));
  if (astride.length === 0) return null;
  const examples = astride.slice(0, EXAMPLES).map(([name, own]) => `${name} (${[...own].join(', ')})`);
  const more = astride.length > EXAMPLES ? `; and ${astride.length - EXAMPLES} more` : '';
  const cause = `${astride.length} of ${parts.size} ${sources.what} have sounds in more than one part: ${examples.join('; ')}${more}.`;
  const cure =
    'The scores may be too good: sounds of one source resemble each other. A table with a group column keeps them together.';
  return warning('dataset.straddle', dataset.name, cause, cure);
}
