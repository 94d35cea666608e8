import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/** The part of tfjs' program interface that our kernels fill in. Source: tfjs-backend-webgpu/src/webgpu_program.ts. */
export type WebGpuProgram = Parameters<WebGPUBackend['runWebGPUProgram']>[0];

/** A kernel whose `main(index)` is called once for each of `items`, in workgroups of one size. */
export interface FlatKernel {
  readonly name: string;
  readonly inputs: readonly { readonly name: string; readonly vec4?: boolean }[];
  readonly outShape: readonly number[];
  /** Whether `result` is an array of vec4. */
  readonly vec4?: boolean;
  readonly items: number;
  /** Invocations that share one item, in a workgroup of their own; 1 for none. `lane` is the index among them. */
  readonly lanes?: number;
  /** Named i32 and f32 uniforms; `items` is always there. */
  readonly uniforms?: Readonly<Record<string, number>>;
  readonly floats?: Readonly<Record<string, number>>;
  /** Constants baked into the source; they are part of the pipeline's key. */
  readonly constants?: Readonly<Record<string, number>>;
  /** Functions, and `fn body(item : i32)`. */
  readonly code: string;
}

const WORKGROUP = 64;

/** The program and its uniform values, as `runWebGPUProgram` takes them. */
export function flatProgram(k: FlatKernel): { program: WebGpuProgram; uniforms: { type: string; data: number[] }[] } {
  const lanes = k.lanes ?? 1;
  const ints = { ...k.uniforms, items: k.items };
  const floats = k.floats ?? {};
  const constants = Object.entries(k.constants ?? {}).map(([name, value]) => `const ${name} : i32 = ${value};`);
  const program: WebGpuProgram = {
    variableNames: k.inputs.map((input) => input.name),
    variableComponents: k.inputs.map((input) => (input.vec4 ? 4 : 1)),
    outputComponent: k.vec4 ? 4 : 1,
    outputShape: [...k.outShape],
    uniforms: [
      ...Object.keys(ints).map((name) => `${name} : i32,`),
      ...Object.keys(floats).map((name) => `${name} : f32,`),
    ].join(' '),
    workgroupSize: [lanes > 1 ? lanes : WORKGROUP, 1, 1],
    dispatchLayout: { x: k.outShape.map((_, axis) => axis) },
    dispatch: [lanes > 1 ? k.items : Math.ceil(k.items / WORKGROUP), 1, 1],
    shaderKey: [k.name, lanes, ...constants, ...k.inputs.map((input) => input.vec4), k.vec4].join('|'),
    getUserCode: () => `
      ${constants.join('\n')}
      const LANES : i32 = ${lanes};
      ${lanes > 1 ? sharedTotal(lanes) : 'const lane : i32 = 0; fn total(x : f32) -> f32 { return x; }'}
      ${k.code}
      ${lanes > 1 ? mainShared(lanes) : MAIN_ALONE}`,
  };
  const uniforms = [
    ...Object.values(ints).map((value) => ({ type: 'int32', data: [value] })),
    ...Object.values(floats).map((value) => ({ type: 'float32', data: [value] })),
  ];
  return { program, uniforms };
}

const MAIN_ALONE = `fn main(index : i32) { if (index < uniforms.items) { body(index); } }`;

/** Barriers want every lane to get there, so lanes of workgroups past the end do the last item again. */
function mainShared(lanes: number): string {
  return `fn main(index : i32) {
        lane = i32(localIndex);
        body(min(index / ${lanes}, uniforms.items - 1));
      }`;
}

/** `total(x)`: the sum of x over the lanes of a workgroup, known to all of them. */
function sharedTotal(lanes: number): string {
  return `
      var<private> lane : i32;
      var<workgroup> sums : array<f32, ${lanes}>;
      fn total(x : f32) -> f32 {
        sums[lane] = x;
        workgroupBarrier();
        for (var span = LANES / 2; span > 0; span = span / 2) {
          if (lane < span) { sums[lane] = sums[lane] + sums[lane + span]; }
          workgroupBarrier();
        }
        let sum = sums[0];
        workgroupBarrier();
        return sum;
      }`;
}
