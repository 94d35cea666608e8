import { isAbort, problemOf } from '../core/problem';
import type { EngineCallName, EngineCalls, FromEngine, ToEngine } from './protocol';

/** One function a call. A call without a handler does not compile. */
export type EngineHandlers = {
  readonly [K in EngineCallName]: (
    input: EngineCalls[K]['input'],
    signal: AbortSignal,
  ) => Promise<EngineCalls[K]['output']>;
};

/** Buffers inside an output that may be moved instead of copied. */
export type Transfers = (name: EngineCallName, output: unknown) => Transferable[];

/**
 * Answers the page's messages with the handlers. Every call is answered exactly once: with its output, or with the problem
 * that stopped it.
 */
export function createDispatcher(
  handlers: EngineHandlers,
  post: (message: FromEngine, transfer: Transferable[]) => void,
  transfers: Transfers,
): (message: ToEngine) => void {
  const underWay = new Map<number, AbortController>();
  return (message) => {
    if (message.kind === 'abort') {
      underWay.get(message.id)?.abort();
      return;
    }
    const { id, name, input } = message;
    const controller = new AbortController();
    underWay.set(id, controller);
    const handler = handlers[name] as (input: unknown, signal: AbortSignal) => Promise<unknown>;
    Promise.resolve()
      .then(() => handler(input, controller.signal))
      .then((output) => post({ kind: 'result', id, output }, transfers(name, output)))
      .catch((error: unknown) => {
        const aborted = isAbort(error) || controller.signal.aborted;
        post({ kind: 'error', id, problem: problemOf(error, name), aborted }, []);
      })
      .finally(() => underWay.delete(id));
  };
}
