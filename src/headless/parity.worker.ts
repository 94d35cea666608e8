import { checkTarget } from './parityTarget';
import type { ToParity } from './parityProtocol';

self.addEventListener('message', ({ data }: MessageEvent<ToParity>) => {
  void checkTarget(data, (message) => self.postMessage(message));
});
