import { describe, expect, it } from 'vitest';
import { DATASET, SPLIT } from '../../tests/numeric/appEvents';
import type { PreparedClip } from '../audio/types';
import { fail } from '../core/problem';
import type { Clip } from '../dataset/types';
import { createAppStore } from '../store/store';
import { DEFAULT_PREPARATION } from '../training/preparation';
import type { AudioPool } from '../worker/audioPool';
import type { EngineClient } from '../worker/engineClient';
import type { FetchedClip } from '../worker/protocol';
import { createClipServer } from './serveClips';
import { covers, type Held } from './prepare';

const clipOf = (id: string): Clip => ({
  id,
  source: { kind: 'file', path: `${id}.wav`, size: 0, file: new File([], `${id}.wav`) },
  labels: [0],
  part: null,
  fold: null,
  segment: null,
  group: null,
});

const PREPARED: Omit<PreparedClip, 'features'> = {
  wave: null,
  seconds: 1,
  sampleRate: 8000,
  channelCount: 1,
  warnings: [],
};

/** A page with clips 0 to 19, audio workers that do as `decode` says, and an engine that notes the answers. */
function pageWith(decode: (path: string, attempt: number) => void = () => undefined) {
  const store = createAppStore();
  const dataset = { ...DATASET, clips: Array.from({ length: 20 }, (_, i) => clipOf(`${i}`)) };
  store.dispatch({ type: 'data.recognised', dataset, split: SPLIT, problems: [] });
  const attempts = new Map<string, number>();
  const inputs: unknown[] = [];
  let atOnce = 0;
  let most = 0;
  const pool: AudioPool = {
    size: 2,
    async run(_, source, input) {
      inputs.push(input);
      most = Math.max(most, ++atOnce);
      await new Promise((resolve) => setTimeout(resolve, 1));
      atOnce--;
      const attempt = (attempts.get(source.path) ?? 0) + 1;
      attempts.set(source.path, attempt);
      decode(source.path, attempt);
      const features = { data: Float32Array.of(Number.parseInt(source.path)), frames: 1, bins: 1 };
      return { ...PREPARED, features } as never;
    },
  };
  const answers: FetchedClip[] = [];
  const client: EngineClient = {
    async call(_, input) {
      answers.push(...(input as readonly FetchedClip[]));
      return null as never;
    },
    terminate: () => undefined,
  };
  const serveClips = createClipServer({ store, pool });
  const want = async (ids: readonly string[], count = ids.length) => {
    const clips = ids.map((id, request) => ({ request, id }));
    serveClips({ type: 'clips.wanted', clips, preparation: { ...DEFAULT_PREPARATION, frontEnd: 'epic' } }, client);
    while (answers.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
    return answers.toSorted((a, b) => a.request - b.request);
  };
  const drop = (requests: readonly number[]) => serveClips({ type: 'clips.unwanted', requests }, client);
  return { want, drop, inputs, most: () => most };
}

describe('clips that the engine asks for', () => {
  it('are prepared as it asks, a few at a time, and answered by request', async () => {
    const { want, inputs, most } = pageWith();
    const ids = Array.from({ length: 20 }, (_, i) => `${19 - i}`);
    const answers = await want(ids);
    const values = answers.map((answer) => ('clip' in answer ? [answer.clip.id, answer.clip.features.data[0]] : null));
    expect(values).toEqual(ids.map((id) => [id, Number(id)]));
    expect(inputs[0]).toMatchObject({ frontEnd: 'epic', frames: 1024, keepWave: false, whole: false });
    expect(most()).toBe(4);
  });

  it('are tried once more, and then answered with their problem; the others go on', async () => {
    const { want } = pageWith((path, attempt) => {
      if (path === '1.wav' || (path === '2.wav' && attempt === 1)) fail('files.gone', path, 'is gone.', 'Plug it in.');
    });
    const answers = await want(['1', '2', '3', 'unheard of']);
    expect(answers.map((answer) => ('problem' in answer ? answer.problem.code : answer.clip.id))).toEqual([
      'files.gone',
      '2',
      '3',
      'data.no-clip',
    ]);
  });
});

describe('clips that the engine wants no more', () => {
  it('are not prepared, but for those under way', async () => {
    const { want, drop, inputs } = pageWith();
    const answered = want(
      Array.from({ length: 20 }, (_, i) => `${i}`),
      6,
    );
    drop(Array.from({ length: 18 }, (_, i) => i));
    const answers = await answered;
    expect(answers.map(({ request }) => request)).toEqual([0, 1, 2, 3, 18, 19]);
    expect(inputs).toHaveLength(6);
  });
});

describe('what the engine holds', () => {
  const held: Held = { frontEnd: 'ast', frames: 1024, waves: true, whole: false, resident: true };

  it.each([
    ['nothing', undefined, {}, false],
    ['the same', held, {}, true],
    ['more frames than wanted', held, { frames: 200 }, true],
    ['fewer frames', held, { frames: 2000 }, false],
    ['another front end', held, { frontEnd: 'epic' as const }, false],
    ['a waveform that is not wanted', held, { waves: false, whole: false }, true],
    ['only the beginning of a waveform', held, { whole: true }, false],
    [
      'a clip that there was no room for, which comes as it is wanted',
      { ...held, resident: false },
      { whole: true },
      true,
    ],
  ])('%s', (_, ledger, patch, expected) => {
    const { resident: __, ...preparation } = held;
    expect(covers(ledger, { ...preparation, ...patch })).toBe(expected);
  });
});
