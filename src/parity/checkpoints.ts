import { MEL_BINS } from '../model/shape';
import { patchGrid } from '../ops/grid';
import { openCheckpoint } from '../weights/openCheckpoint';
import { readBackbone } from '../weights/readBackbone';
import { sha256Of } from '../weights/sha256';
import type { Backbone } from '../weights/types';
import { json, type Goldens } from './types';

/** A golden checkpoint as a backbone. */
export async function backboneFrom(
  goldens: Goldens,
  name: string,
  about: { heads?: number; config?: string },
): Promise<Backbone> {
  const blob = goldens.blob(name);
  return readBackbone(await openCheckpoint(blob, name), {
    name,
    sha256: await sha256Of(blob),
    ...(about.heads === undefined ? {} : { heads: about.heads }),
    ...(about.config === undefined ? {} : { configJson: await json<unknown>(goldens, about.config) }),
  });
}

export interface ForwardCase {
  readonly tag: string;
  readonly frames: number;
  readonly stride: readonly [number, number];
  readonly grid: readonly [number, number];
}

/** What forward.safetensors holds, from its metadata: "crop 64 16 16; interpolate 224 16 16; ...". */
export async function forwardCases(
  goldens: Goldens,
): Promise<{ heads: number; classes: number; cases: ForwardCase[] }> {
  const { metadata } = await openCheckpoint(goldens.blob('forward.safetensors'), 'forward.safetensors');
  const cases = (metadata.get('frames_fstride_tstride') ?? '').split(';').map((text): ForwardCase => {
    const [tag = '', frames = '', fstride = '', tstride = ''] = text.trim().split(/\s+/);
    const stride = [Number(fstride), Number(tstride)] as const;
    return { tag, frames: Number(frames), stride, grid: patchGrid(MEL_BINS, Number(frames), [16, 16], stride) };
  });
  return { heads: Number(metadata.get('heads')), classes: Number(metadata.get('classes')), cases };
}
