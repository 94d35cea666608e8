import { createLock } from '../core/lock';
import { fail, warning, type Problem } from '../core/problem';
import { keptEdits, readCorrections, readKept } from '../dataset/corrections';
import { redo, undo, withEdit, type EditHistory } from '../dataset/editHistory';
import { checkLabelNames, NOTHING_OPENED, tidyNames } from '../dataset/edits';
import type { Clip, Dataset } from '../dataset/types';
import { subjectData } from '../sweep/fingerprint';
import { guarded, runUnderWay, type SessionContext } from './context';
import { browserEditStorage, type EditStorage } from './editStorage';
import type { Session } from './session';

type EditActions = Pick<
  Session,
  | 'relabel'
  | 'exclude'
  | 'include'
  | 'mergeClasses'
  | 'addClips'
  | 'undoEdit'
  | 'redoEdit'
  | 'applyEarlierEdits'
  | 'dismissEarlierEdits'
  | 'applyCorrections'
>;

interface EditHands {
  applyHistory(history: EditHistory, ensureOpen: () => void): Promise<void>;
  prepareNew(clips: readonly Clip[]): Promise<ReadonlySet<string>>;
}

const SUBJECT = 'The change';

/** Changes of the data set, to be undone and kept between visits. `remember` looks up what was kept of a data set. */
export function createEditActions(
  { store }: Pick<SessionContext, 'store'>,
  hands: EditHands,
  storage: EditStorage = browserEditStorage(),
  now: () => Date = () => new Date(),
): EditActions & { remember(base: Dataset): Promise<void> } {
  const inTurn = createLock();
  const edits = () => store.getState().edits;
  const refused = (problem: Problem) => store.dispatch({ type: 'edits.refused', problem });
  const subject = () => store.getState().data.dataset ?? edits().base ?? NOTHING_OPENED;

  const ensureOpen = () => {
    if (runUnderWay(store)) {
      const cause = 'cannot be made while a run is under way: the run holds the labels that it began with.';
      fail('edits.busy', SUBJECT, cause, 'Wait for the run, or stop it first.');
    }
    const { status } = store.getState().data;
    if (status === 'reading' || status === 'preparing')
      fail('edits.busy', SUBJECT, 'cannot be made while sounds are read.', 'Wait until they are, or cancel it.');
  };

  /** Keeps the corrections under the data set's fingerprint; a failure is told, and the changes stay in the tab. */
  const keep = (base: Dataset, { done }: EditHistory) =>
    inTurn(async () => {
      if (base.clips.length === 0) return;
      try {
        // What an earlier visit left stays kept until it is applied or waved off.
        const steps = [...(edits().earlier?.steps ?? []), ...done];
        await storage.save(subjectData(base).digest, steps.length > 0 ? keptEdits(steps, now().toISOString()) : null);
      } catch {
        refused(NOT_KEPT);
      }
    });

  /** Changes the history; what is refused leaves everything as it was. Changes are made one after the other. */
  const change = (next: (history: EditHistory) => EditHistory | Promise<EditHistory>) =>
    inTurn(() =>
      guarded(SUBJECT, refused, async () => {
        ensureOpen();
        const { history } = edits();
        const changed = await next(history);
        if (changed === history) return;
        await hands.applyHistory(changed, ensureOpen);
        const { base } = edits();
        if (base) void keep(base, changed);
      }),
    );

  /** Those of the clips that are there, and that the change would change. */
  const present = (ids: readonly string[], excluded?: boolean) => {
    const wanted = new Set(ids);
    return edits().clips.flatMap((held) =>
      wanted.has(held.clip.id) && (excluded === undefined || held.excluded === excluded) ? [held.clip.id] : [],
    );
  };

  const addClips: EditActions['addClips'] = (files, label) =>
    change(async (history) => {
      const classNames = tidyNames(typeof label === 'string' ? [label] : label);
      checkLabelNames({ name: SUBJECT, multiLabel: subject().multiLabel }, classNames);
      const taken = new Set([...edits().clips.map(({ clip }) => clip.id), ...addedEver(history)]);
      const clips = files.map((file) => clipOf(file, classNames[0] ?? '', taken));
      const usable = await hands.prepareNew(clips);
      const kept = clips.filter(({ id }) => usable.has(id));
      if (kept.length === 0)
        fail('edits.none-usable', SUBJECT, 'adds no clip: none of the sounds can be used.', 'See the list of files.');
      return withEdit(history, { kind: 'add', clips: kept, classNames });
    });

  return {
    relabel: (ids, labels) =>
      change((history) => {
        const classNames = tidyNames(labels);
        checkLabelNames(subject(), classNames);
        const own = present(ids);
        return own.length === 0 ? history : withEdit(history, { kind: 'relabel', ids: own, classNames });
      }),
    exclude: (ids) =>
      change((history) => {
        const own = present(ids, false);
        return own.length === 0 ? history : withEdit(history, { kind: 'exclude', ids: own });
      }),
    include: (ids) =>
      change((history) => {
        const own = present(ids, true);
        return own.length === 0 ? history : withEdit(history, { kind: 'include', ids: own });
      }),
    mergeClasses: (names, into) =>
      change((history) => {
        const [target] = tidyNames([into]);
        if (target === undefined) return fail('dataset.label', SUBJECT, 'gives the class no name.', 'Give it one.');
        const from = subject().classes.filter((name) => names.includes(name) && name !== target);
        return from.length === 0 ? history : withEdit(history, { kind: 'merge', names: from, into: target });
      }),
    addClips,
    undoEdit: () => change(undo),
    redoEdit: () => change(redo),

    async remember(base) {
      try {
        const earlier = readKept(await storage.load(subjectData(base).digest));
        if (edits().base === base && edits().history.done.length === 0)
          store.dispatch({ type: 'edits.earlier', earlier });
      } catch {
        // Without storage there is nothing to remember; that it keeps nothing is told with the first change.
      }
    },
    async applyEarlierEdits() {
      const { earlier } = edits();
      if (!earlier) return;
      const before = edits().history;
      store.dispatch({ type: 'edits.earlier', earlier: null });
      await change(({ done }) => ({ done: [...done, ...earlier.steps], undone: [] }));
      if (edits().history === before) store.dispatch({ type: 'edits.earlier', earlier });
    },
    async dismissEarlierEdits() {
      store.dispatch({ type: 'edits.earlier', earlier: null });
      const { base, history } = edits();
      if (base) await keep(base, history);
    },
    applyCorrections: (file) =>
      change(async (history) => {
        const made = readCorrections(await file.text(), file.name, edits().clips);
        if (made.length === 0) {
          const cause = 'changes nothing: it names no clip of this data set, or says what stands already.';
          fail('edits.nothing', file.name, cause, 'Choose the corrections that were saved from the same files.');
        }
        return made.reduce(withEdit, history);
      }),
  };
}

/** Ids that were ever given to added clips, so that one that is brought back by redo meets no other. */
function addedEver({ done, undone }: EditHistory): string[] {
  return [...done, ...undone].flatMap(({ edit }) => (edit.kind === 'add' ? edit.clips.map(({ id }) => id) : []));
}

/** An added file as a clip, under an id that no other has. */
function clipOf(file: File, folder: string, taken: Set<string>): Clip {
  const path = `added/${folder}/${file.name}`;
  let id = path;
  for (let i = 2; taken.has(id); i++) id = `${path} (${i})`;
  taken.add(id);
  const source = { kind: 'file', path: id, size: file.size, file } as const;
  return { id, source, labels: [], part: null, fold: null, segment: null, group: null };
}

const NOT_KEPT = warning(
  'edits.storage',
  'Your corrections',
  'are not kept for the next visit: the browser gives this page no storage, or it is full.',
  'Save them as csv before leaving the page.',
);
