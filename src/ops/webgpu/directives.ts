/** `enable` and `requires` of WGSL, which may stand before everything else only. */
const DIRECTIVE = /^[ \t]*(?:enable|requires)\s+[\w, ]+;[ \t]*$/gm;

/** The code with its directives at the front, each once. */
export function hoistDirectives(code: string): string {
  const found = new Set([...code.matchAll(DIRECTIVE)].map(([line]) => line.trim()));
  return found.size === 0 ? code : `${[...found].join('\n')}\n${code.replace(DIRECTIVE, '')}`;
}

/** tfjs writes declarations of its own before a kernel's code: on this device directives may stand anywhere. */
export function acceptDirectives(device: GPUDevice): void {
  const create = device.createShaderModule.bind(device);
  device.createShaderModule = (descriptor) => create({ ...descriptor, code: hoistDirectives(descriptor.code) });
}
