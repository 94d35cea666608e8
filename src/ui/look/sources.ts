import { sourceKey, type HeldEpochs, type LookSource } from '../../attention/types';
import type { Beside } from '../../attention/lookState';
import type { AppState } from '../../store/state';

/** What names of sources depend on. */
export interface Known {
  readonly backbone: AppState['backbone']['summary'];
  readonly origin: AppState['adapter']['origin'];
  readonly runStatus: AppState['run']['status'];
  readonly bestEpoch: number | null;
  readonly epochs: HeldEpochs;
  readonly beside: readonly Beside[];
}

export function knownOf({ backbone, adapter, run, look }: AppState): Known {
  const { origin } = adapter;
  const { epochs, beside } = look;
  return { backbone: backbone.summary, origin, runStatus: run.status, bestEpoch: run.bestEpoch, epochs, beside };
}

/** The name of a source, as it stands above its picture. */
export function sourceTitle(source: LookSource, known: Known): string {
  switch (source.kind) {
    case 'backbone': {
      const on = known.backbone?.config.pretrainedOn;
      return on === 'images' ? 'Image weights only' : on === 'audio' ? 'Audio weights only' : 'Backbone alone';
    }
    case 'model':
      if (known.origin === 'imported') return 'Imported adapter';
      return known.origin === 'trained' ? 'After training' : 'This run, now';
    case 'epoch':
      return `Epoch ${source.epoch}${source.epoch === known.bestEpoch ? ' (best)' : ''}`;
    case 'adapter':
    case 'other':
      return known.beside.find(({ id }) => id === source.id)?.title ?? 'Not loaded any more';
  }
}

/** A group of sources that a panel may be set to. */
export interface SourceGroup {
  readonly title: string;
  readonly sources: readonly LookSource[];
}

/** Every source that there is now, in groups. */
export function sourceGroups({ epochs, beside }: Known): readonly SourceGroup[] {
  const groups: readonly SourceGroup[] = [
    { title: 'This model', sources: [{ kind: 'backbone' }, { kind: 'model' }] },
    { title: 'Epochs of the run', sources: epochs.held.map((epoch) => ({ kind: 'epoch', epoch })) },
    { title: 'Loaded beside', sources: beside.map(({ kind, id }) => ({ kind, id })) },
  ];
  return groups.filter(({ sources }) => sources.length > 0);
}

/** The source to show in one more panel: the first that is not shown yet; null where all are. */
export function nextSource(known: Known, shown: readonly LookSource[]): LookSource | null {
  const taken = new Set(shown.map(sourceKey));
  const { held } = known.epochs;
  const first = held[0];
  const candidates: readonly LookSource[] = [
    ...known.beside.map(({ kind, id }) => ({ kind, id })),
    ...(first === undefined ? [] : [{ kind: 'epoch', epoch: first } as const]),
    { kind: 'backbone' },
    { kind: 'model' },
    ...held.map((epoch) => ({ kind: 'epoch', epoch }) as const),
  ];
  return candidates.find((source) => !taken.has(sourceKey(source))) ?? null;
}
