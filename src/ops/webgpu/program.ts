import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { directiveOf, lanes, lanesOf, sumOverLanes, type Sharing } from './sharing';

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
  /** Whether one item is shared by the `LANES` invocations of a workgroup, and how they sum (`total`); none by default. */
  readonly sharing?: Sharing;
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
  const sharing = k.sharing ?? 'alone';
  const isShared = sharing !== 'alone';
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
    workgroupSize: [isShared ? lanesOf(sharing) : WORKGROUP, 1, 1],
    dispatchLayout: { x: k.outShape.map((_, axis) => axis) },
    dispatch: [isShared ? k.items : Math.ceil(k.items / WORKGROUP), 1, 1],
    shaderKey: [k.name, sharing, ...constants, ...k.inputs.map((input) => input.vec4), k.vec4].join('|'),
    getUserCode: () => `
      ${directiveOf(sharing)}
      ${constants.join('\n')}
      ${lanes(sharing)}
      ${sumOverLanes('total', 'f32', sharing)}
      ${k.code}
      ${isShared ? MAIN_SHARED : MAIN_ALONE}`,
  };
  const uniforms = [
    ...Object.values(ints).map((value) => ({ type: 'int32', data: [value] })),
    ...Object.values(floats).map((value) => ({ type: 'float32', data: [value] })),
  ];
  return { program, uniforms };
}

const MAIN_ALONE = `fn main(index : i32) { if (index < uniforms.items) { body(index); } }`;

/** Barriers want every lane to get there, so lanes of workgroups past the end do the last item again. */
const MAIN_SHARED = `fn main(index : i32) {
        enter();
        body(min(index / LANES, uniforms.items - 1));
      }`;
