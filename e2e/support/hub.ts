import { startTestHub, type TestHub } from '../../tests/hub/server';
import { fixtureBytes } from '../../tests/weights/checkpoints';
import { test as guarded } from './test';

/** A small DeiT on the local hub. */
export const MODEL = 'tests/deit-small';

/** A test with a local hub on two ports of its own, which its pages may ask. */
export const test = guarded.extend<{ readonly hub: TestHub }>({
  hub: async ({ guard }, provide) => {
    const weights = await fixtureBytes('deit_hf.safetensors');
    const config = new TextEncoder().encode(JSON.stringify({ model_type: 'deit', num_attention_heads: 3 }));
    const hub = await startTestHub({
      [MODEL]: {
        commit: 'c0ffee'.padEnd(40, '0'),
        files: new Map([
          ['config.json', config],
          ['model.safetensors', weights],
        ]),
      },
    });
    for (const address of [hub.endpoint, hub.filesOrigin]) guard.allowOrigin(address);
    await provide(hub);
    await hub.close();
  },
});
