/**
 * How the sum over a row is shared out: by one invocation alone; by those of a workgroup, through its memory and a barrier for
 * every halving; or by subgroups, each summing in registers, and one exchange between them.
 */
export const SHARINGS = ['alone', 'workgroup', 'subgroups'] as const;

export type Sharing = (typeof SHARINGS)[number];

/** Invocations of a workgroup that share. */
const SHARERS = 64;

export const lanesOf = (sharing: Sharing): number => (sharing === 'alone' ? 1 : SHARERS);

let ofRows: Sharing = 'alone';

/** How the running device's kernels share rows, from now on. */
export function setRowSharing(sharing: Sharing): void {
  ofRows = sharing;
}

export const rowSharing = (): Sharing => ofRows;

/** The directive that a kernel needs before it. */
export const directiveOf = (sharing: Sharing): string => (sharing === 'subgroups' ? 'enable subgroups;' : '');

/**
 * The invocations of one's subgroup that are there, and one's number among them, once `enterSubgroup` has run: no size is
 * taken for granted, nor that subgroups are full, nor which lanes of a workgroup they hold.
 */
export const SUBGROUP = /* wgsl */ `
    var<private> subgroupLane : i32;
    var<private> subgroupLanes : i32;
    fn enterSubgroup() {
      subgroupLane = i32(subgroupExclusiveAdd(1u));
      subgroupLanes = i32(subgroupAdd(1u));
    }`;

/** `lane`, the index of an invocation among those that share; `enter` is called first of all. */
export function lanes(sharing: Sharing): string {
  if (sharing === 'alone') return 'const LANES : i32 = 1; const lane : i32 = 0; fn enter() {}';
  const shared = `const LANES : i32 = ${SHARERS}; var<private> lane : i32;`;
  if (sharing === 'workgroup') return `${shared} fn enter() { lane = i32(localIndex); }`;
  return /* wgsl */ `${shared}
    ${SUBGROUP}
    fn enter() {
      lane = i32(localIndex);
      enterSubgroup();
    }`;
}

/** A function `name`: the sum of x over the lanes, known to all of them; for use where no lane is left out. */
export function sumOverLanes(name: string, type: 'f32' | 'vec4<f32>', sharing: Sharing): string {
  if (sharing === 'alone') return `fn ${name}(x : ${type}) -> ${type} { return x; }`;
  const parts = `${name}Parts`;
  const memory = `var<workgroup> ${parts} : array<${type}, ${SHARERS}>;`;
  if (sharing === 'workgroup') {
    return /* wgsl */ `${memory}
      fn ${name}(x : ${type}) -> ${type} {
        ${parts}[lane] = x;
        workgroupBarrier();
        for (var span = LANES / 2; span > 0; span = span / 2) {
          if (lane < span) { ${parts}[lane] = ${parts}[lane] + ${parts}[lane + span]; }
          workgroupBarrier();
        }
        let sum = ${parts}[0];
        workgroupBarrier();
        return sum;
      }`;
  }
  // One lane of each subgroup leaves its sum, the others nothing; then every subgroup adds all of them up.
  return /* wgsl */ `${memory}
      fn ${name}(x : ${type}) -> ${type} {
        let own = subgroupAdd(x);
        let elected = subgroupElect();
        ${parts}[lane] = select(${type}(), own, elected);
        workgroupBarrier();
        var sum = ${type}();
        for (var i = subgroupLane; i < LANES; i = i + subgroupLanes) { sum = sum + ${parts}[i]; }
        workgroupBarrier();
        return subgroupAdd(sum);
      }`;
}
