import type { SavedRun } from '../../src/checkpoints/savedRun';
import { DEFAULT_SPLIT } from '../../src/dataset/defaultSplit';
import { DEFAULT_CONFIG } from '../../src/training/config';
import { normals } from './random';
import { historyOf } from './runRecords';
import { epochsOf, SUBJECT } from './sweepRuns';

const PARAMETERS = 50;

/** A run that was cut off after a step of its second epoch, of ten steps each. */
export function savedRun(step = 13): SavedRun {
  const epochs = epochsOf([0.5]);
  const measures = { loss: 0.7, top1: 0.5, mAP: Number.NaN };
  const logits = [0, 1, 2].map((clip) => normals(2, clip + 1));
  return {
    identity: {
      config: DEFAULT_CONFIG,
      split: DEFAULT_SPLIT,
      subject: SUBJECT,
      clips: '0123456789abcdef',
      classes: ['bell', 'drum "\ud83e\udd41"'],
      origins: { data: null, backbone: null },
    },
    savedAt: '2026-11-25T10:00:00.000Z',
    normalisation: { mean: -4.1, std: 1 / 3 },
    stepsPerEpoch: 10,
    steps: historyOf(step, 3),
    epochs,
    bestEpoch: 1,
    position: {
      step,
      seconds: 12.5,
      epochSteps: historyOf(step - 10).map(({ loss, accuracy }) => ({ loss, accuracy, clips: 4 })),
      packed: normals(3 * PARAMETERS, step),
      kept: {
        point: { epoch: 1, ...measures },
        evaluation: { ...measures, top5: 1, averagePrecision: [0.25, Number.NaN], logits },
        theta: normals(PARAMETERS, 99),
      },
    },
  };
}
