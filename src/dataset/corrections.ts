import * as v from 'valibot';
import { asWritten, csvRow } from '../core/csv';
import { readTable } from './csvTable';
import { titleOf, type EditStep } from './editHistory';
import { isRelabelled, tidyNames, type DataEdit, type EditedClip } from './edits';
import type { EarlierEdits } from './editState';
import type { Part } from './types';

/** What stands between labels in a cell. */
const BETWEEN = ';';

const joined = (names: readonly string[]) => names.join(`${BETWEEN} `);
const lines = (heading: readonly string[], rows: readonly string[]) => `${[csvRow(heading), ...rows].join('\r\n')}\r\n`;

const COLUMNS = ['clip', 'original', 'label', 'excluded'] as const;

/** What was corrected, as a CSV file (RFC 4180): a line for each clip that was relabelled, excluded or added. */
export function correctionsCsv(clips: readonly EditedClip[]): string {
  const changed = clips.filter((held) => held.excluded || held.original === null || isRelabelled(held));
  const rows = changed.map(({ clip, original, classNames, excluded }) =>
    csvRow([clip.id, joined(original ?? []), joined(classNames), excluded ? 'yes' : 'no']),
  );
  return lines(COLUMNS, rows);
}

/**
 * The labels as they stand, as a table that can be dropped with the recordings: a line for each clip that is not excluded,
 * with its stretch and its part where they are known.
 */
export function labelsCsv(clips: readonly EditedClip[], parts: ReadonlyMap<string, Part>): string {
  const used = clips.filter(({ excluded }) => !excluded);
  const isSegmented = used.some(({ clip }) => clip.segment !== null);
  const isGrouped = used.some(({ clip }) => clip.group !== null);
  const heading = ['path', ...(isSegmented ? ['start', 'end'] : []), 'label', 'split', ...(isGrouped ? ['group'] : [])];
  const rows = used.map(({ clip, classNames }) =>
    csvRow([
      clip.source.path,
      ...(isSegmented ? [clip.segment?.start ?? '', clip.segment?.end ?? ''] : []),
      joined(classNames),
      parts.get(clip.id) ?? '',
      ...(isGrouped ? [clip.group ?? ''] : []),
    ]),
  );
  return lines(heading, rows);
}

/**
 * The edits that bring clips to what a file of corrections says of them (see `correctionsCsv`). Clips that are not there,
 * and lines that change nothing, are passed over.
 * Errors: `dataset.csv` where it lacks a column.
 */
export function readCorrections(text: string, name: string, clips: readonly EditedClip[]): readonly DataEdit[] {
  const byId = new Map(clips.map((held) => [held.clip.id, held]));
  const relabelled = new Map<string, { classNames: readonly string[]; ids: string[] }>();
  const [excluded, included]: [string[], string[]] = [[], []];
  for (const { cells } of readTable(text, name, ['clip', 'label', 'excluded']).rows) {
    const held = byId.get(asWritten(cells.get('clip') ?? ''));
    if (!held) continue;
    const { id } = held.clip;
    const classNames = tidyNames(asWritten(cells.get('label') ?? '').split(BETWEEN));
    const wanted = /^(yes|true|1)$/i.test(cells.get('excluded') ?? '');
    if (wanted !== held.excluded) (wanted ? excluded : included).push(id);
    if (joined([...classNames].sort()) === joined([...held.classNames].sort())) continue;
    const key = joined(classNames);
    const own = relabelled.get(key) ?? { classNames, ids: [] };
    own.ids.push(id);
    relabelled.set(key, own);
  }
  return [
    ...[...relabelled.values()].map(({ classNames, ids }): DataEdit => ({ kind: 'relabel', ids, classNames })),
    ...(excluded.length > 0 ? [{ kind: 'exclude', ids: excluded } as const] : []),
    ...(included.length > 0 ? [{ kind: 'include', ids: included } as const] : []),
  ];
}

/** The version of the kept form. */
const KEPT_VERSION = 1;

const names = v.array(v.pipe(v.string(), v.maxLength(2000)));
const kept = v.object({
  formatVersion: v.literal(KEPT_VERSION),
  savedAt: v.pipe(v.string(), v.maxLength(40)),
  edits: v.array(
    v.variant('kind', [
      v.object({ kind: v.literal('relabel'), ids: names, classNames: names }),
      v.object({ kind: v.literal('exclude'), ids: names }),
      v.object({ kind: v.literal('include'), ids: names }),
      v.object({ kind: v.literal('merge'), names, into: v.pipe(v.string(), v.maxLength(2000)) }),
    ]),
  ),
});

/** Edits as they are kept between visits. Added clips are sounds, and are not: what was done to them goes too. */
export function keptEdits(steps: readonly EditStep[], savedAt: string): object {
  const added = new Set(steps.flatMap(({ edit }) => (edit.kind === 'add' ? edit.clips.map(({ id }) => id) : [])));
  const edits = steps.flatMap(({ edit }): DataEdit[] => {
    if (edit.kind === 'add') return [];
    if (edit.kind === 'merge') return [edit];
    const ids = edit.ids.filter((id) => !added.has(id));
    return ids.length > 0 ? [{ ...edit, ids }] : [];
  });
  return { formatVersion: KEPT_VERSION, savedAt, edits };
}

/** What was kept; null where it cannot be read, or is nothing. */
export function readKept(record: unknown): EarlierEdits | null {
  const parsed = v.safeParse(kept, record);
  if (!parsed.success || parsed.output.edits.length === 0) return null;
  const { savedAt, edits } = parsed.output;
  return { savedAt, steps: edits.map((edit) => ({ edit, title: titleOf(edit) })) };
}
