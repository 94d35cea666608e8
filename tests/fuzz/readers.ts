import type { FuzzReader } from './reader';
import { AUDIO_READERS } from './readers/audio';
import { CONFIG_READERS } from './readers/configs';
import { CONTAINER_READERS } from './readers/containers';
import { TABLE_READERS } from './readers/tables';
import { WEIGHT_READERS } from './readers/weights';

/**
 * Every reader of files from outside. Audio in MPEG-4, WebM and ADTS is demultiplexed and decoded in browsers alone, and is
 * not here; what a hub answers is lied about in src/weights/hub.test.ts.
 */
export const FUZZ_READERS: readonly FuzzReader[] = [
  ...WEIGHT_READERS,
  ...CONTAINER_READERS,
  ...AUDIO_READERS,
  ...TABLE_READERS,
  ...CONFIG_READERS,
];
