import { describe, expect, it } from 'vitest';
import { curveSentence, mistakeSentence, spreadSentence } from './exampleWords';

describe('the words beside the example', () => {
  it.each([
    [0.93, 0.81, 'fixed on fewer places (entropy 0.93, then 0.81;'],
    [0.81, 0.93, 'spread more widely than before (entropy 0.81, then'],
    [0.9, 0.905, 'spread as widely after training as before'],
  ])('follow from the numbers: %d, then %d', (before, after, words) => {
    expect(spreadSentence(before, after)).toContain(words);
  });

  it('compare the accuracy with guessing', () => {
    const point = { epoch: 1, step: 1, trainLoss: 1, trainTop1: 0, loss: 1.7912, top1: 0.3, mAP: 0.2 };
    const confusion = [
      [3, 0],
      [1, 0],
    ];
    const words = curveSentence({
      epochs: [point, { ...point, epoch: 2, loss: 0.5 }],
      best: { epoch: 2, top1: 0.9, mAP: 0.9 },
      confusion,
    });
    expect(words).toContain('from 1.79 to 0.5.');
    expect(words).toContain(
      'after epoch 2, it names 90 % of them rightly; always guessing the commonest class would get 75 %',
    );
    expect(mistakeSentence({ confusion, classes: ['hat', 'drum'] })).toBe(
      'Its commonest mistake: drum taken for hat, once.',
    );
    expect(mistakeSentence({ confusion: [[3]], classes: ['hat'] })).toBeNull();
  });
});
