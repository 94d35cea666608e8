import { csvRow } from '../../core/csv';
import type { ClipMap } from '../../embedding/mapState';
import type { Places } from '../../embedding/placing';
import type { Drawing } from '../chart/exportChart';
import { svgDrawing, svgText } from '../chart/svgParts';
import { markOf, shapePath } from './marks';
import { fitted, pixelOf } from './viewport';

const WIDTH = 720;
const HEIGHT = 540;
const TOP = 32;
const ROW = 20;
const COLUMN = 180;
const MARGIN = 12;
const RADIUS = 4.5;
const OUTLINE = 'stroke="#1a1a1a" stroke-width="0.75"';

/** What of the clips' labels the files tell, in the order of the map's clips; null for a clip that is not shown. */
export type MapLabels = readonly (readonly number[] | null)[];

/** The map as a CSV file (RFC 4180): a line a clip, with its classes and where it lies by either way. */
export function mapCsv({ ids, components, unfolded }: ClipMap, labels: MapLabels, classes: readonly string[]): string {
  const place = (places: Places | null, i: number) => [places?.[2 * i] ?? '', places?.[2 * i + 1] ?? ''];
  const lines = ids.flatMap((id, i) => {
    const own = labels[i];
    if (!own) return [];
    const named = own.map((label) => classes[label] ?? '').join('; ');
    return [csvRow([id, named, ...place(unfolded, i), ...place(components, i)])];
  });
  return [csvRow(['clip', 'classes', 'umap x', 'umap y', 'pca x', 'pca y']), ...lines, ''].join('\r\n');
}

/** The whole map as a drawing that stands alone, with a ring around suspicious clips and its legend below. */
export function mapDrawing(
  title: string,
  places: Places,
  labels: MapLabels,
  ringed: ReadonlySet<number>,
  classes: readonly string[],
): Drawing {
  const view = fitted(places, WIDTH, HEIGHT);
  const at = (i: number) => {
    const { x, y } = pixelOf(places, i, view);
    return { x, y: y + TOP };
  };
  const drawn = labels.flatMap((own, i) => {
    const label = own?.[0];
    if (label === undefined) return [];
    const { x, y } = at(i);
    const { colour, shape } = markOf(label);
    return [`<path d="${shapePath(shape, x, y, RADIUS)}" fill="${colour}" fill-opacity="0.85" ${OUTLINE}/>`];
  });
  const rings = [...ringed].flatMap((i) => {
    if (!labels[i]) return [];
    const { x, y } = at(i);
    const ring = `fill="none" stroke="#c0392b" stroke-width="1.75"`;
    return [`<circle cx="${x.toFixed(2)}" cy="${y.toFixed(2)}" r="${RADIUS + 3.5}" ${ring}/>`];
  });
  const columns = Math.floor(WIDTH / COLUMN);
  const legend = classes.flatMap((name, label) => {
    const [x, y] = [MARGIN + (label % columns) * COLUMN, TOP + HEIGHT + ROW * (1 + Math.floor(label / columns))];
    const { colour, shape } = markOf(label);
    const words = name.length > 24 ? `${name.slice(0, 23)}…` : name;
    return [
      `<path d="${shapePath(shape, x + 6, y - 4, 5.5)}" fill="${colour}" ${OUTLINE}/>`,
      svgText(words, x + 18, y),
    ];
  });
  const height = TOP + HEIGHT + ROW * (1 + Math.ceil(classes.length / columns));
  return svgDrawing(title, WIDTH, height, [...drawn, ...rings, ...legend]);
}
