import { activationBudget } from '../training/frozenCache';
import { browserCheckpoints } from './checkpointFolder';
import { clipBudget } from './clipStore';
import { createEngine } from './engine';
import { startHeartbeat } from './heartbeat';
import { lookBudget } from './lookHandlers';
import type { EngineCallName, EngineCalls, FromEngine, ToEngine } from './protocol';
import { createDispatcher } from './rpc';

const post = (message: FromEngine, transfer: Transferable[] = []) => self.postMessage(message, transfer);

/** Large results are moved to the page, not copied. */
function transfers(name: EngineCallName, output: unknown): Transferable[] {
  if (name === 'look.matrix') return [(output as EngineCalls['look.matrix']['output']).values.buffer];
  if (name === 'look.overview') return [(output as EngineCalls['look.overview']['output']).buffer];
  if (name === 'score') return [(output as EngineCalls['score']['output']).scores.buffer];
  if (name === 'adapter.export') return [(output as EngineCalls['adapter.export']['output']).weights.buffer];
  if (name === 'embed.clips') return [(output as EngineCalls['embed.clips']['output']).data.buffer];
  if (name === 'adapter.onnx') return [(output as EngineCalls['adapter.onnx']['output']).buffer];
  return [];
}

const { deviceMemory } = navigator as { deviceMemory?: number };
const dispatch = createDispatcher(
  createEngine(
    (event) => post({ kind: 'event', event }),
    clipBudget(deviceMemory),
    activationBudget(deviceMemory),
    lookBudget(deviceMemory),
    browserCheckpoints(),
  ),
  post,
  transfers,
);
startHeartbeat(post);
self.addEventListener('message', (event: MessageEvent<ToEngine>) => dispatch(event.data));
