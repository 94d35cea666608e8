import { startTestHub, type TestHub } from '../../tests/hub/server';
import { fixtureBytes } from '../../tests/weights/checkpoints';
import { test as guarded } from './test';

/** A small DeiT on the local hub. */
export const MODEL = 'tests/deit-small';

/** A local hub with that model. @param filesHost the name by which it redirects to where its files are */
export async function startHub(filesHost?: string): Promise<TestHub> {
  const weights = await fixtureBytes('deit_hf.safetensors');
  const config = new TextEncoder().encode(JSON.stringify({ model_type: 'deit', num_attention_heads: 3 }));
  const files = new Map([
    ['config.json', config],
    ['model.safetensors', weights],
  ]);
  return startTestHub({ [MODEL]: { commit: 'c0ffee'.padEnd(40, '0'), files } }, filesHost);
}

/** A test with a local hub on two ports of its own, which its pages may ask. */
export const test = guarded.extend<{ readonly hub: TestHub }>({
  hub: async ({ guard }, provide) => {
    const hub = await startHub();
    for (const address of [hub.endpoint, hub.filesOrigin]) guard.allowOrigin(address);
    await provide(hub);
    await hub.close();
  },
});
