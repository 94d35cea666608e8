import type { WebGpuProgram } from './program';

/** C [b, M, N] = op(A) op(B) + bias, sizes and orders. */
export interface MatMulCase {
  readonly batch: number;
  readonly M: number;
  readonly N: number;
  readonly K: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly bias: boolean;
}

const TILE = 4;
const GROUP: [number, number, number] = [8, 8, 1];

/**
 * A barrier-free matrix product: every invocation keeps a 4 x 4 tile of C in registers and loads vec4 wherever rows are
 * whole vec4s. No workgroup memory: on a software adapter every barrier costs dearly, and this is several times faster
 * there than tiles behind barriers. A batch of one is broadcast.
 */
export function registerMatMulProgram(c: MatMulCase): WebGpuProgram {
  const wideA = (c.transposeA ? c.M : c.K) % TILE === 0;
  const wideB = (c.transposeB ? c.K : c.N) % TILE === 0;
  const wideC = c.N % TILE === 0;
  return {
    variableNames: c.bias ? ['A', 'B', 'bias'] : ['A', 'B'],
    variableComponents: [wideA ? TILE : 1, wideB ? TILE : 1, ...(c.bias ? [wideC ? TILE : 1] : [])],
    outputComponent: wideC ? TILE : 1,
    outputShape: [c.batch, c.M, c.N],
    uniforms: 'dimM : i32, dimN : i32, dimK : i32,',
    workgroupSize: GROUP,
    dispatchLayout: { x: [2], y: [1], z: [0] },
    dispatch: [Math.ceil(c.N / (TILE * GROUP[0])), Math.ceil(c.M / (TILE * GROUP[1])), c.batch],
    shaderKey: `registerMatMul_${c.transposeA}_${c.transposeB}_${wideA}_${wideB}_${wideC}_${c.bias}_${c.K % TILE === 0}`,
    getUserCode: () => source(c, wideA, wideB, wideC),
  };
}

function source(c: MatMulCase, wideA: boolean, wideB: boolean, wideC: boolean): string {
  return /* wgsl */ `
    ${read('A', wideA)}
    ${read('B', wideB)}
    fn main() {
      let row = i32(globalId.y) * 4;
      let col = i32(globalId.x) * 4;
      let batch = i32(globalId.z);
      if (row >= uniforms.dimM || col >= uniforms.dimN) { return; }
      let aBase = (batch % uniforms.aShape[0]) * uniforms.dimM * uniforms.dimK;
      let bBase = (batch % uniforms.bShape[0]) * uniforms.dimK * uniforms.dimN;
      let rows = min(vec4<i32>(row, row + 1, row + 2, row + 3), vec4<i32>(uniforms.dimM - 1));
      let cols = min(vec4<i32>(col, col + 1, col + 2, col + 3), vec4<i32>(uniforms.dimN - 1));
      var acc0 = vec4<f32>(0.0); var acc1 = vec4<f32>(0.0); var acc2 = vec4<f32>(0.0); var acc3 = vec4<f32>(0.0);
      ${c.transposeA ? outerLoop(c.transposeB, wideA, wideB) : innerLoop(c.transposeB, wideB, c.K % TILE === 0)}
      ${c.bias ? addBias(wideC) : ''}
      ${[0, 1, 2, 3].map((r) => `if (row + ${r} < uniforms.dimM) { ${write(r, wideC)} }`).join('\n      ')}
    }`;
}

/** `at1X(i)`: element i of X. `at4X(i)`: elements i to i + 3, where rows of X are whole vec4s. */
function read(name: 'A' | 'B', wide: boolean): string {
  return wide
    ? `fn at1${name}(i : i32) -> f32 { return ${name}[i / 4][i % 4]; }
       fn at4${name}(i : i32) -> vec4<f32> { return ${name}[i / 4]; }`
    : `fn at1${name}(i : i32) -> f32 { return ${name}[i]; }
       fn at4${name}(i : i32) -> vec4<f32> { return vec4<f32>(${name}[i], ${name}[i + 1], ${name}[i + 2], ${name}[i + 3]); }`;
}

/** A is [M, K]: four steps of K at a time, rows of A as vec4 along K. */
function innerLoop(transposeB: boolean, wideB: boolean, wholeK: boolean): string {
  const loadB = transposeB
    ? `let b0 = at4B(bBase + cols.x * uniforms.dimK + k); let b1 = at4B(bBase + cols.y * uniforms.dimK + k);
       let b2 = at4B(bBase + cols.z * uniforms.dimK + k); let b3 = at4B(bBase + cols.w * uniforms.dimK + k);`
    : [0, 1, 2, 3].map((i) => `let b${i} = ${rowOfB(`k + ${i}`, wideB)};`).join(' ');
  const accumulate = (r: number) =>
    transposeB
      ? `acc${r} = acc${r} + vec4<f32>(dot(a${r}, b0), dot(a${r}, b1), dot(a${r}, b2), dot(a${r}, b3));`
      : `acc${r} = acc${r} + a${r}.x * b0 + a${r}.y * b1 + a${r}.z * b2 + a${r}.w * b3;`;
  const loadA = ['x', 'y', 'z', 'w']
    .map((r, i) => `let a${i} = at4A(aBase + rows.${r} * uniforms.dimK + k);`)
    .join(' ');
  return `
      let whole = uniforms.dimK / 4 * 4;
      for (var k = 0; k < whole; k = k + 4) {
        ${loadA}
        ${loadB}
        ${[0, 1, 2, 3].map(accumulate).join('\n        ')}
      }
      ${wholeK ? '' : remainder(transposeB, wideB)}`;
}

/** The last K mod 4 steps, one at a time. */
function remainder(transposeB: boolean, wideB: boolean): string {
  return `
      for (var k = whole; k < uniforms.dimK; k = k + 1) {
        let b = ${transposeB ? columnOfB('k') : rowOfB('k', wideB)};
        acc0 = acc0 + at1A(aBase + rows.x * uniforms.dimK + k) * b;
        acc1 = acc1 + at1A(aBase + rows.y * uniforms.dimK + k) * b;
        acc2 = acc2 + at1A(aBase + rows.z * uniforms.dimK + k) * b;
        acc3 = acc3 + at1A(aBase + rows.w * uniforms.dimK + k) * b;
      }`;
}

/** A is [K, M]: an outer product at each step of K. */
function outerLoop(transposeB: boolean, wideA: boolean, wideB: boolean): string {
  const lanes = ['x', 'y', 'z', 'w'].map((lane) => `at1A(aBase + k * uniforms.dimM + rows.${lane})`);
  return `
      for (var k = 0; k < uniforms.dimK; k = k + 1) {
        let a = ${wideA ? 'at4A(aBase + k * uniforms.dimM + row)' : `vec4<f32>(${lanes.join(', ')})`};
        let b = ${transposeB ? columnOfB('k') : rowOfB('k', wideB)};
        acc0 = acc0 + a.x * b; acc1 = acc1 + a.y * b; acc2 = acc2 + a.z * b; acc3 = acc3 + a.w * b;
      }`;
}

/** Four columns of row k of B [K, N]. */
function rowOfB(k: string, wide: boolean): string {
  const lanes = ['x', 'y', 'z', 'w'].map((lane) => `at1B(bBase + (${k}) * uniforms.dimN + cols.${lane})`);
  return wide ? `at4B(bBase + (${k}) * uniforms.dimN + col)` : `vec4<f32>(${lanes.join(', ')})`;
}

/** Step k of four columns of B stored as [N, K]. */
function columnOfB(k: string): string {
  const lanes = ['x', 'y', 'z', 'w'].map((lane) => `at1B(bBase + cols.${lane} * uniforms.dimK + ${k})`);
  return `vec4<f32>(${lanes.join(', ')})`;
}

function addBias(wide: boolean): string {
  const value = wide ? 'bias[col / 4]' : 'vec4<f32>(bias[cols.x], bias[cols.y], bias[cols.z], bias[cols.w])';
  return `let shift = ${value}; acc0 = acc0 + shift; acc1 = acc1 + shift; acc2 = acc2 + shift; acc3 = acc3 + shift;`;
}

function write(r: number, wide: boolean): string {
  const at = `(batch * uniforms.dimM + row + ${r}) * uniforms.dimN + col`;
  if (wide) return `result[(${at}) / 4] = acc${r};`;
  return [0, 1, 2, 3].map((i) => `if (col + ${i} < uniforms.dimN) { result[${at} + ${i}] = acc${r}[${i}]; }`).join(' ');
}
