import { normal } from '../../ops/webgpu/geluKernels';
import type { WebGpuProgram } from '../../ops/webgpu/program';
import { directiveOf, SUBGROUP } from '../../ops/webgpu/sharing';

/**
 * How a product is computed: registers alone; tiles in workgroup memory behind barriers; or registers, with A's values handed
 * around within a subgroup.
 */
export const PRODUCT_VARIANTS = ['registers', 'tiles', 'subgroups'] as const;
export type ProductVariant = (typeof PRODUCT_VARIANTS)[number];

/** How 16-bit weights become 32-bit ones: by a function that every device has, or as values of WGSL's own f16. */
export const HALVES_VARIANTS = ['unpacked', 'native'] as const;
export type HalvesVariant = (typeof HALVES_VARIANTS)[number];

/** How a product is computed, and how it reads 16-bit weights. */
export interface ProductShape {
  readonly product: ProductVariant;
  readonly halves: HalvesVariant;
}

/**
 * C [M, N] = A [M, K] op(B), and what is done to C before it is written, in this order:
 *   C += bias [N];  C += addend [period, N], row m taking row m mod period;  C += residual [M, N];
 *   C[m, :] += sum over taps t of narrow[neighbour(m, t), :] U_t, an adapter's second convolution (`taps`);
 *   C *= the second half of `factor` [2, M, N];
 *   or the result is [2, M, N], gelu(C) and gelu'(C) (`gelu`).
 * N and K are multiples of four.
 */
export interface ProductCase {
  readonly M: number;
  readonly N: number;
  readonly K: number;
  /** B is stored [N, K] (PyTorch's [out, in]), or [K, N]. */
  readonly transposeB: boolean;
  /** B is stored in 16 bits, two to a word. */
  readonly halves: boolean;
  readonly bias: boolean;
  /** Rows of `addend`, 0 for none. */
  readonly period: number;
  readonly residual: boolean;
  readonly taps: TapsTail | null;
  readonly factor: boolean;
  readonly gelu: boolean;
}

/** A product and nothing more. */
export const PLAIN_PRODUCT = {
  halves: false,
  bias: false,
  period: 0,
  residual: false,
  taps: null,
  factor: false,
  gelu: false,
} as const;

/** narrow [M, r] (or longer), table [tokens k], weights U [k r, N] from `offset` floats on in `theta`. */
export interface TapsTail {
  readonly tokens: number;
  readonly taps: number;
  readonly r: number;
  readonly offset: number;
}

/** Invocations of a workgroup along the columns of C and along its rows. */
const GROUPS: Readonly<Record<ProductVariant, [number, number, number]>> = {
  registers: [8, 8, 1],
  tiles: [16, 16, 1],
  // All of a subgroup have the same rows.
  subgroups: [64, 1, 1],
};

/** Names of the inputs, in the order that the program wants them. */
export function productInputs(c: ProductCase): string[] {
  return [
    'A',
    'B',
    ...(c.bias ? ['bias'] : []),
    ...(c.period > 0 ? ['addend'] : []),
    ...(c.residual ? ['residual'] : []),
    ...(c.taps ? ['narrow', 'table', 'theta'] : []),
    ...(c.factor ? ['factor'] : []),
  ];
}

const COMPONENTS: Readonly<Record<string, number>> = { narrow: 1, table: 1 };

export function productProgram(
  c: ProductCase,
  { product: variant, halves }: ProductShape,
): { program: WebGpuProgram; uniforms: { type: string; data: number[] }[] } {
  const group = GROUPS[variant];
  const { height, width } = TILES[variant];
  const names = productInputs(c);
  const ints = {
    rows: c.M,
    columns: c.N / 4,
    inner: c.K / 4,
    period: c.period,
    tokens: c.taps?.tokens ?? 0,
    taps: c.taps?.taps ?? 0,
    r: c.taps?.r ?? 0,
    offset: (c.taps?.offset ?? 0) / 4,
  };
  const program: WebGpuProgram = {
    variableNames: names,
    variableComponents: names.map((name) => (name === 'B' && c.halves ? 2 : (COMPONENTS[name] ?? 4))),
    outputComponent: 4,
    outputShape: [1, c.M, c.N],
    uniforms: Object.keys(ints)
      .map((name) => `${name} : i32,`)
      .join(' '),
    workgroupSize: group,
    dispatchLayout: { x: [2], y: [1], z: [0] },
    dispatch: [Math.ceil(c.N / (4 * width * group[0])), Math.ceil(c.M / (height * group[1])), 1],
    shaderKey: ['product', variant, c.transposeB, c.halves && halves, c.gelu, ...names].join('_'),
    getUserCode: () => `
      ${variant === 'subgroups' ? directiveOf('subgroups') : ''}
      ${loadB(c.halves && halves)}
      ${c.gelu ? normal('vec4<f32>') : ''}
      fn finish(row : i32, column : i32, product : vec4<f32>) {
        let at = row * uniforms.columns + column;
        var c = product;
        ${c.bias ? 'c = c + bias[column];' : ''}
        ${c.period > 0 ? 'c = c + addend[(row % uniforms.period) * uniforms.columns + column];' : ''}
        ${c.residual ? 'c = c + residual[at];' : ''}
        ${c.factor ? 'c = c * factor[uniforms.rows * uniforms.columns + at];' : ''}
        ${c.gelu ? 'let p = phi(c); result[at] = c * p; result[uniforms.rows * uniforms.columns + at] = p + c * density(c);' : 'result[at] = c;'}
      }
      ${MAINS[variant](c)}`,
  };
  return { program, uniforms: Object.values(ints).map((value) => ({ type: 'int32', data: [value] })) };
}

/** @param halves how 16 bits are read; false where B is stored in 32 */
function loadB(halves: HalvesVariant | false): string {
  if (!halves) return 'fn wordB(i : i32) -> vec4<f32> { return B[i]; }';
  if (halves === 'native') {
    return `enable f16;
      fn wordB(i : i32) -> vec4<f32> { return vec4<f32>(bitcast<vec4<f16>>(B[i])); }`;
  }
  return `fn wordB(i : i32) -> vec4<f32> {
         let words = bitcast<vec2<u32>>(B[i]);
         return vec4<f32>(unpack2x16float(words.x), unpack2x16float(words.y));
       }`;
}

/** The tile of C that an invocation computes: rows, and columns in vec4s. */
interface Tile {
  readonly height: number;
  readonly width: number;
}
const TILES: Readonly<Record<ProductVariant, Tile>> = {
  registers: { height: 8, width: 2 },
  tiles: { height: 4, width: 1 },
  subgroups: { height: 8, width: 1 },
};

const lines = (count: number, of: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => of(i)).join('\n        ');
/** The four of a vec4. */
const four = (of: (i: number) => string) => lines(4, of);
/** Every vec4 of a tile: row r, vec4 s. */
const cells = ({ height, width }: Tile, of: (r: number, s: number) => string) =>
  lines(height * width, (i) => of(Math.floor(i / width), i % width));

/** An adapter's second convolution on top of a tile. */
function tail(c: ProductCase, tile: Tile): string {
  if (!c.taps) return '';
  const { height, width } = tile;
  const rows = (of: (r: number) => string) => lines(height, of);
  return `
      let last = uniforms.rows - 1;
      for (var t = 0; t < uniforms.taps; t = t + 1) {
        ${rows((r) => `let row${r} = min(row + ${r}, last); let m${r} = table[(row${r} % uniforms.tokens) * uniforms.taps + t];`)}
        ${rows((r) => `let from${r} = (row${r} - row${r} % uniforms.tokens + min(m${r}, uniforms.tokens - 1)) * uniforms.r;`)}
        ${rows((r) => `let there${r} = select(0.0, 1.0, m${r} < uniforms.tokens);`)}
        for (var j = 0; j < uniforms.r; j = j + 1) {
          let start = uniforms.offset + (t * uniforms.r + j) * uniforms.columns;
          ${lines(width, (s) => `let u${s} = theta[start + column${s}];`)}
          ${rows((r) => `let g${r} = narrow[from${r} + j] * there${r};`)}
          ${cells(tile, (r, s) => `acc${r}_${s} = acc${r}_${s} + g${r} * u${s};`)}
        }
      }`;
}

/** The tile's columns, the last one again past the end, and its sums. */
const begin = (tile: Tile) => `
      let row = i32(globalId.y) * ${tile.height};
      let column = i32(globalId.x) * ${tile.width};
      ${lines(tile.width, (s) => `let column${s} = min(column + ${s}, uniforms.columns - 1);`)}
      ${cells(tile, (r, s) => `var acc${r}_${s} = vec4<f32>(0.0);`)}`;
const finish = (tile: Tile) =>
  cells(
    tile,
    (r, s) =>
      `if (row + ${r} < uniforms.rows && column + ${s} < uniforms.columns) { finish(row + ${r}, column + ${s}, acc${r}_${s}); }`,
  );

/** `b<i>_<s>`: four vec4s of B for each vec4 s of the tile's columns, at the k-th vec4 along K. */
const loadsOfB = (c: ProductCase, { width }: Tile, k: string) =>
  lines(width, (s) =>
    c.transposeB
      ? four((i) => `let b${i}_${s} = wordB((4 * column${s} + ${i}) * uniforms.inner + ${k});`)
      : four((i) => `let b${i}_${s} = wordB((4 * ${k} + ${i}) * uniforms.columns + column${s});`),
  );
/** Four products of a row's `a<r>` with what `loadsOfB` loaded, on top of the tile's sums. */
const accumulate = (c: ProductCase, r: number, s: number) =>
  `acc${r}_${s} = acc${r}_${s} + ` +
  (c.transposeB
    ? `vec4<f32>(dot(a${r}, b0_${s}), dot(a${r}, b1_${s}), dot(a${r}, b2_${s}), dot(a${r}, b3_${s}));`
    : `a${r}.x * b0_${s} + a${r}.y * b1_${s} + a${r}.z * b2_${s} + a${r}.w * b3_${s};`);

/**
 * Every invocation keeps an 8 x 8 tile of C in registers and loads vec4s. No workgroup memory: on a software adapter every
 * barrier costs dearly, and this is several times faster there than tiles behind barriers.
 */
function registers(c: ProductCase): string {
  const tile = TILES.registers;
  const { height, width } = tile;
  const rows = (of: (r: number) => string) => lines(height, of);
  return /* wgsl */ `
    fn main() {
      ${begin(tile)}
      if (row >= uniforms.rows || column >= uniforms.columns) { return; }
      ${rows((r) => `let start${r} = min(row + ${r}, uniforms.rows - 1) * uniforms.inner;`)}
      for (var k = 0; k < uniforms.inner; k = k + 1) {
        ${loadsOfB(c, tile, 'k')}
        ${rows(
          (r) => `let a${r} = A[start${r} + k];
        ${lines(width, (s) => accumulate(c, r, s))}`,
        )}
      }
      ${tail(c, tile)}
      ${finish(tile)}
    }`;
}

/**
 * 64 x 64 tiles of C by 256 invocations: 16 steps of K at a time through workgroup memory. A's part is kept as rows of four
 * vec4s along K; B's as 16 rows of K, turned on the way in where B is stored [N, K].
 */
function tiles(c: ProductCase): string {
  const fillB = c.transposeB
    ? `if (local < 64) {
            let quarter = local / 16;
            let n = local % 16;
            let k = step + quarter;
            let there = k < uniforms.inner && group.x * 16 + n < uniforms.columns;
            let first = select(0, 4 * (group.x * 16 + n) * uniforms.inner + k, there);
            let stride = select(0, uniforms.inner, there);
            let keep = select(0.0, 1.0, there);
            let n0 = wordB(first) * keep;
            let n1 = wordB(first + stride) * keep;
            let n2 = wordB(first + 2 * stride) * keep;
            let n3 = wordB(first + 3 * stride) * keep;
            ${four((i) => `tileB[(4 * quarter + ${i}) * 16 + n] = vec4<f32>(n0[${i}], n1[${i}], n2[${i}], n3[${i}]);`)}
          }`
    : `let k = 4 * step + local / 16;
          let n = group.x * 16 + local % 16;
          let there = k < 4 * uniforms.inner && n < uniforms.columns;
          tileB[local] = wordB(select(0, k * uniforms.columns + n, there)) * select(0.0, 1.0, there);`;
  return /* wgsl */ `
    var<workgroup> tileA : array<vec4<f32>, 256>;
    var<workgroup> tileB : array<vec4<f32>, 256>;
    fn main() {
      let local = i32(localIndex);
      let group = vec2<i32>(workgroupId.xy);
      let mine = (local / 16) * 16;
      ${begin(TILES.tiles)}
      for (var step = 0; step < uniforms.inner; step = step + 4) {
        {
          let m = group.y * 64 + local / 4;
          let k = step + local % 4;
          let there = m < uniforms.rows && k < uniforms.inner;
          tileA[local] = A[select(0, m * uniforms.inner + k, there)] * select(0.0, 1.0, there);
        }
        {
          ${fillB}
        }
        workgroupBarrier();
        for (var q = 0; q < 4; q = q + 1) {
          ${four((i) => `let b${i} = tileB[(4 * q + ${i}) * 16 + local % 16];`)}
          ${four((r) => `let a${r} = tileA[mine + ${4 * r} + q]; acc${r}_0 = acc${r}_0 + a${r}.x * b0 + a${r}.y * b1 + a${r}.z * b2 + a${r}.w * b3;`)}
        }
        workgroupBarrier();
      }
      if (row >= uniforms.rows || column >= uniforms.columns) { return; }
      ${tail(c, TILES.tiles)}
      ${finish(TILES.tiles)}
    }`;
}

/**
 * Every invocation keeps an 8 x 4 tile of C in registers, those of a subgroup beside one another. Each loads another part of
 * A's rows, and hands it to the others: no memory between them, one barrier in all.
 */
function subgroups(c: ProductCase): string {
  const tile = TILES.subgroups;
  const rows = (of: (r: number) => string) => lines(tile.height, of);
  return /* wgsl */ `${SUBGROUP}
    var<workgroup> sharedLanes : i32;
    fn main() {
      ${begin(tile)}
      enterSubgroup();
      if (localIndex == 0u) { sharedLanes = subgroupLanes; }
      // The same for all, and known to be: those that hand around must not part.
      let together = workgroupUniformLoad(&sharedLanes);
      ${rows((r) => `let start${r} = min(row + ${r}, uniforms.rows - 1) * uniforms.inner;`)}
      for (var start = 0; start < uniforms.inner; start = start + together) {
        let mine = min(start + subgroupLane, uniforms.inner - 1);
        ${rows((r) => `let part${r} = A[start${r} + mine];`)}
        for (var j = 0; j < min(together, uniforms.inner - start); j = j + 1) {
          ${loadsOfB(c, tile, '(start + j)')}
          ${rows((r) => `let a${r} = subgroupShuffle(part${r}, u32(j)); ${accumulate(c, r, 0)}`)}
        }
      }
      ${tail(c, tile)}
      ${finish(tile)}
    }`;
}

const MAINS: Readonly<Record<ProductVariant, (c: ProductCase) => string>> = { registers, tiles, subgroups };
