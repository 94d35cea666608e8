import type { AppState } from '../../store/state';

const TOUCHES = ['pointerdown', 'keydown', 'drop'] as const;

/**
 * Watches for a person's first touch of the page.
 * @returns whether nobody has done anything yet: no click, no key, no data, no run
 */
export function watchTouches(): (state: Pick<AppState, 'data' | 'run'>) => boolean {
  let isTouched = false;
  for (const type of TOUCHES) addEventListener(type, () => (isTouched = true), { capture: true, once: true });
  return ({ data, run }) => !isTouched && data.status === 'empty' && run.status === 'idle';
}
