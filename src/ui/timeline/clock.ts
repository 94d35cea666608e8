/** A time in a recording as a clock shows it, no finer than `step` needs: `0:05`, `1:02:03`, `0:07.25`. */
export function clock(seconds: number, step = 1): string {
  const digits = step >= 1 ? 0 : Math.min(3, Math.ceil(-Math.log10(step) - 1e-9));
  const scale = 10 ** digits;
  const total = Math.round(Math.max(0, seconds) * scale);
  const whole = Math.floor(total / scale);
  const part = digits > 0 ? `.${String(total % scale).padStart(digits, '0')}` : '';
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}${part}` : `${m}:${two(s)}${part}`;
}

/** Seconds between marks that people count in. */
const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];

/** Round times in a stretch, at most `most` of them, and how far apart they are. */
export function clockTicks(
  from: number,
  to: number,
  most: number,
): { readonly step: number; readonly times: readonly number[] } {
  const step = STEPS.find((each) => (to - from) / each <= most) ?? 7200;
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.max(0, Math.floor(to / step + 1e-9) - first + 1);
  return { step, times: Array.from({ length: count }, (_, i) => Number(((first + i) * step).toFixed(3))) };
}
