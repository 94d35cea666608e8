import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fail } from '../core/problem';
import type { FromEngine, ToEngine } from './protocol';
import { createDispatcher, type EngineHandlers } from './rpc';

const soon = () => new Promise((resolve) => setTimeout(resolve, 5));

/** Handlers that do what their input says, after a while. */
type Wish = { readonly after: number; readonly does: 'answer' | 'problem' | 'error' | 'odd' | 'wait' };
async function grant(wish: Wish, signal: AbortSignal): Promise<unknown> {
  for (let i = 0; i < wish.after; i++) await Promise.resolve();
  switch (wish.does) {
    case 'answer':
      return { wish };
    case 'problem':
      return fail('test.kind', 'a.wav', 'is broken.', 'Mend it.');
    case 'error':
      throw new TypeError('x is not a function');
    case 'odd':
      throw 'a string';
    case 'wait':
      signal.throwIfAborted();
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  }
}
const HANDLERS = new Proxy({}, { get: () => grant }) as EngineHandlers;

function dispatcher(handlers: EngineHandlers = HANDLERS, transfers = (): Transferable[] => []) {
  const posted: { message: FromEngine; transfer: Transferable[] }[] = [];
  const dispatch = createDispatcher(handlers, (message, transfer) => posted.push({ message, transfer }), transfers);
  return { posted, dispatch, answers: () => posted.map(({ message }) => message) };
}
const call = (id: number, wish: Wish): ToEngine => ({ kind: 'call', id, name: 'predict', input: wish });

describe('createDispatcher', () => {
  it('answers with the output, and moves its buffers', async () => {
    const buffer = new ArrayBuffer(4);
    const { posted, dispatch } = dispatcher(HANDLERS, () => [buffer]);
    dispatch(call(7, { after: 0, does: 'answer' }));
    await soon();
    expect(posted).toEqual([
      { message: { kind: 'result', id: 7, output: { wish: { after: 0, does: 'answer' } } }, transfer: [buffer] },
    ]);
  });

  it.each([
    ['problem', { code: 'test.kind', subject: 'a.wav', cause: 'is broken.' }],
    ['error', { code: 'unexpected', subject: 'predict', cause: 'x is not a function.' }],
    ['odd', { code: 'unexpected', subject: 'predict', cause: 'a string.' }],
  ] as const)('answers a handler that fails (%s) with a problem', async (does, problem) => {
    const { answers, dispatch } = dispatcher();
    dispatch(call(1, { after: 0, does }));
    await soon();
    expect(answers()).toMatchObject([{ kind: 'error', id: 1, aborted: false, problem }]);
  });

  it('aborts the call that is named and no other', async () => {
    const { answers, dispatch } = dispatcher();
    dispatch(call(1, { after: 0, does: 'wait' }));
    dispatch(call(2, { after: 0, does: 'wait' }));
    dispatch({ kind: 'abort', id: 1 });
    dispatch({ kind: 'abort', id: 99 });
    await soon();
    expect(answers()).toMatchObject([{ kind: 'error', id: 1, aborted: true }]);
    dispatch({ kind: 'abort', id: 2 });
    await soon();
    expect(answers()).toHaveLength(2);
  });

  it('answers once where an output cannot be moved', async () => {
    const { answers, dispatch } = dispatcher(HANDLERS, () => {
      throw new DOMException('already detached', 'DataCloneError');
    });
    dispatch(call(1, { after: 0, does: 'answer' }));
    await soon();
    expect(answers()).toMatchObject([{ kind: 'error', id: 1 }]);
  });

  it('answers every call exactly once, whatever they do and whenever they are aborted', async () => {
    const wish = fc.record({
      after: fc.integer({ min: 0, max: 5 }),
      does: fc.constantFrom('answer', 'problem', 'error', 'odd', 'wait'),
      aborted: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(wish, { maxLength: 12 }), async (wishes) => {
        const { answers, dispatch } = dispatcher();
        wishes.forEach(({ after, does }, id) => dispatch(call(id, { after, does: does as Wish['does'] })));
        wishes.forEach(({ aborted, does }, id) => {
          if (aborted || does === 'wait') dispatch({ kind: 'abort', id });
        });
        await soon();
        const ids = answers().map((message) => ('id' in message ? message.id : -1));
        expect(ids.toSorted((a, b) => a - b)).toEqual(wishes.map((_, id) => id));
      }),
      { numRuns: 30 },
    );
  });
});
