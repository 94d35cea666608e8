import { lazy, type ComponentType } from 'react';
import type { AppState } from '../../store/state';
import { DataStep } from '../data/DataStep';
import { StartView } from '../start/StartView';
import type { ViewId } from './route';
import {
  compareSummary,
  dataSummary,
  errorsSummary,
  lookSummary,
  modelSummary,
  runSummary,
  trySummary,
  type StepSummary,
} from './summaries';

export interface ViewRow {
  readonly title: string;
  /** Its number in the order of the work; null for what stands beside it. */
  readonly step: number | null;
  /** What has come of it so far, for the navigation; null where there is nothing to say. */
  readonly summary: ((state: AppState) => StepSummary) | null;
  /** Whether it stays as it was left while another view is shown. */
  readonly isKept: boolean;
  readonly View: ComponentType;
}

/** Every view, in the order of the work. All but the first two arrive when they are first shown. */
export const VIEWS: { readonly [K in ViewId]: ViewRow } = {
  start: { title: 'Start', step: null, summary: null, isKept: false, View: StartView },
  data: { title: 'Data', step: 1, summary: dataSummary, isKept: true, View: DataStep },
  model: {
    title: 'Model',
    step: 2,
    summary: modelSummary,
    isKept: true,
    View: lazy(() => import('../adapter/ModelView').then(({ ModelView }) => ({ default: ModelView }))),
  },
  run: {
    title: 'Run',
    step: 3,
    summary: runSummary,
    isKept: true,
    View: lazy(() => import('../run/RunSection').then(({ RunSection }) => ({ default: RunSection }))),
  },
  look: {
    title: 'Look inside',
    step: 4,
    summary: lookSummary,
    isKept: true,
    View: lazy(() => import('../look/LookSection').then(({ LookSection }) => ({ default: LookSection }))),
  },
  errors: {
    title: 'Errors',
    step: 5,
    summary: errorsSummary,
    isKept: true,
    View: lazy(() => import('../errors/ErrorsView').then(({ ErrorsView }) => ({ default: ErrorsView }))),
  },
  compare: {
    title: 'Compare',
    step: 6,
    summary: compareSummary,
    isKept: true,
    View: lazy(() => import('../compare/CompareView').then(({ CompareView }) => ({ default: CompareView }))),
  },
  try: {
    title: 'Try it',
    step: 7,
    summary: trySummary,
    isKept: true,
    View: lazy(() => import('../tryit/TryStep').then(({ TryStep }) => ({ default: TryStep }))),
  },
  bench: {
    title: 'Benchmark',
    step: null,
    summary: null,
    isKept: true,
    View: lazy(() => import('../bench/BenchSection').then(({ BenchSection }) => ({ default: BenchSection }))),
  },
};
