import { createContestant } from './contestant';
import type { CallMessage } from './protocol';
import { startOurs, startPlain } from './tfjs';

const answer = createContestant({ ours: startOurs, plain: startPlain }, (modelUrl) => async (file) => {
  const response = await fetch(new URL(file, modelUrl));
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}.`);
  return response.blob();
});

self.addEventListener('message', ({ data }: MessageEvent<CallMessage>) => {
  void answer(data).then((message) => self.postMessage(message));
});
