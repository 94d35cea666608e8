import type { MetricColumn } from './paperData';
import type { Spread } from './statistics';
import { inUnit, type Mark } from './tables';

/** Digits after the point, as the paper prints them: 54.52 per cent, 0.240. */
const DIGITS = { '%': 2, share: 3 } as const;

/** The minus sign that numbers are printed with. */
const MINUS = '−';

export function unitText(value: number, { unit }: Pick<MetricColumn, 'unit'>): string {
  return value.toFixed(DIGITS[unit]).replace('-', MINUS);
}

/** `52.10 ± 0.34 (n 3)`; of a single run `52.10 (n 1)`. */
export function spreadText({ mean, deviation, count }: Spread, column: Pick<MetricColumn, 'unit'>): string {
  const around = deviation === null ? '' : ` ± ${unitText(inUnit(deviation, column), column)}`;
  return `${unitText(inUnit(mean, column), column)}${around} (n ${count})`;
}

/** `+0.31`, `−1.20`. */
export function differenceText(difference: number, column: Pick<MetricColumn, 'unit'>): string {
  return `${difference > 0 ? '+' : ''}${unitText(difference, column)}`;
}

/**
 * A count of parameters as the paper prints it, absolute and in per cent of the backbone: `1.031M (1.2%)`; below ten
 * thousand parameters the count itself, and below one per cent two digits after the point.
 */
export function paperCount(trainable: number, backbone: number): string {
  const absolute =
    trainable >= 1e6
      ? `${(trainable / 1e6).toFixed(3)}M`
      : trainable >= 1e4
        ? `${(trainable / 1e3).toFixed(1)}k`
        : String(trainable);
  const share = (100 * trainable) / backbone;
  return `${absolute} (${share >= 99.5 ? '100' : share.toFixed(share < 1 ? 2 : 1)}%)`;
}

/** Text with a mark in Markdown: the best bold, the second underlined. */
export function markdownMark(text: string, mark: Mark): string {
  return mark === 'best' ? `**${text}**` : mark === 'second' ? `<u>${text}</u>` : text;
}
