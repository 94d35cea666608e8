import { nearestNeighbours } from '../embedding/neighbours';
import { placeByComponents, startUnfolding } from '../embedding/placing';
import { VOTERS, whitened } from '../embedding/suspicion';
import type { Vectors } from '../embedding/types';
import type { FromMap } from './mapProtocol';

/** Messages of progress are at least so far apart. */
const TELL_MS = 100;
/** The map is shown on the way this often. */
const SHOW_MS = 400;

const post = (message: FromMap) => self.postMessage(message);

function every(milliseconds: number): () => boolean {
  let last = performance.now();
  return () => {
    if (performance.now() - last < milliseconds) return false;
    last = performance.now();
    return true;
  };
}

function work(vectors: Vectors): void {
  const { places: components, shown } = placeByComponents(vectors);
  post({ kind: 'components', places: components, shown });
  const isTime = every(TELL_MS);
  const total = vectors.count;
  const neighbours = nearestNeighbours(whitened(vectors), VOTERS, (done) => {
    if (isTime()) post({ kind: 'progress', stage: 'neighbours', done, total });
  });
  post({ kind: 'neighbours', neighbours });
  const unfolding = startUnfolding(neighbours, components);
  if (!unfolding) return post({ kind: 'done', places: null });
  const isShown = every(SHOW_MS);
  for (let epoch = 0; epoch < unfolding.epochs; epoch = unfolding.step()) {
    if (isTime()) post({ kind: 'progress', stage: 'unfold', done: epoch, total: unfolding.epochs });
    if (isShown()) post({ kind: 'unfolding', places: unfolding.places() });
  }
  post({ kind: 'done', places: unfolding.places() });
}

self.addEventListener('message', ({ data }: MessageEvent<Vectors>) => work(data));
