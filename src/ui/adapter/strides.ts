import type { BackboneConfig } from '../../weights/types';

type Patch = BackboneConfig['patch'];

/** Where no backbone is loaded. */
export const DEFAULT_PATCH: Patch = [16, 16];

/** A patch stride that is offered. */
export interface StrideChoice {
  readonly stride: readonly [number, number];
  readonly title: string;
}

/** Mel bins of every front end: a patch over all of them has nothing to overlap in frequency. */
const ALL_BINS = 128;
/** AST's overlap: stride 10 for patches of 16. Source: YuanGongND/ast, README. */
const overlapping = (size: number): number => Math.max(1, Math.floor((size * 10) / 16));
const named = ([f, t]: readonly [number, number]): string => (f === t ? String(f) : `${f} × ${t}`);

/** No overlap, and as much as AST has (10 of 16); and the present stride where it is another. */
export function strideChoices(patch: Patch, present: readonly [number, number]): readonly StrideChoice[] {
  const [p, q] = patch;
  const lapped = [p >= ALL_BINS ? p : overlapping(p), overlapping(q)] as const;
  const choices = [
    { stride: patch, title: `None (stride ${named(patch)})` },
    { stride: lapped, title: p === 16 && q === 16 ? 'Stride 10, as AST' : `Stride ${named(lapped)}` },
    { stride: present, title: `Stride ${named(present)}` },
  ];
  return choices.filter(({ stride }, i) => choices.findIndex((other) => named(other.stride) === named(stride)) === i);
}

/** The value of a choice in a form. */
export const strideValue = (stride: readonly [number, number]): string => named(stride);
