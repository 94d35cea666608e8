import type { Split } from '../dataset/types';
import { canonical, digestOf } from '../sweep/canonical';
import type { RunIdentity } from './savedRun';

/** Tells a division of labelled clips into parts from any other. */
export function clipsDigest(split: Split, labels: Readonly<Record<string, readonly number[]>>): string {
  const parts = [split.train, split.validation, split.test] as const;
  return digestOf(parts.flatMap((ids) => [`${ids.length}`, ...ids.map((id) => JSON.stringify([id, labels[id]]))]));
}

/** Whether a run with this identity goes on where one with the other was. The classes' order decides the head. */
export function isSameRun(a: RunIdentity, b: RunIdentity): boolean {
  const decisive = ({ config, clips, classes, subject }: RunIdentity) =>
    canonical({ config, clips, classes, backbone: subject.backbone.sha256 });
  return decisive(a) === decisive(b);
}
