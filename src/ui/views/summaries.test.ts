import { describe, expect, it } from 'vitest';
import { INITIAL_STATE, type AppState } from '../../store/state';
import { dataSummary, errorsSummary, modelSummary, runSummary, trySummary } from './summaries';

describe('what the steps say before anything is done', () => {
  it.each([
    [dataSummary, 'No sounds yet'],
    [modelSummary, 'No backbone'],
    [runSummary, 'Not started'],
    [errorsSummary, 'After a run'],
    [trySummary, 'After a run, or an import'],
  ])('%o', (summary, text) => {
    expect(summary(INITIAL_STATE)).toEqual({ text, isDone: false });
  });
});

describe('a run', () => {
  const point = { epoch: 2, step: 8, trainLoss: 1, trainTop1: 0.5, loss: 1, top1: 0.625, mAP: 0.7 };
  const running: AppState = {
    ...INITIAL_STATE,
    run: { ...INITIAL_STATE.run, status: 'running', epochs: [point], bestEpoch: 2 },
  };

  it('is told by its best epoch, and is not done while it goes on', () => {
    expect(runSummary(running)).toEqual({ text: 'Training, 62.5 %', isDone: false });
    expect(errorsSummary(running).text).toBe('When the run ends');
  });

  it('counts its wrong clips when it has ended', () => {
    const part = { loss: 1, top1: 0.625, top5: 1, mAP: 0.7, averagePrecision: [] };
    const predictions = Array.from({ length: 8 }, (_, i) => ({ id: String(i), labels: [0], scores: [1] }));
    const report = {
      outcome: 'finished',
      trainable: 1,
      total: 2,
      best: { epoch: 2, top1: 0.625, mAP: 0.7 },
      validation: part,
      test: null,
      seconds: 1,
      mean: 0,
      std: 1,
    } as const;
    const ended: AppState = {
      ...running,
      run: { ...running.run, status: 'finished', report, predictions: [{ part: 'validation', predictions }] },
    };
    expect(errorsSummary(ended)).toEqual({ text: '3 of 8 clips wrong', isDone: true });
  });
});
