/** The high-performance WebGPU adapter, or null where there is none. */
export async function findAdapter(): Promise<GPUAdapter | null> {
  if (typeof navigator === 'undefined' || !('gpu' in navigator)) return null;
  try {
    return await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  } catch {
    return null;
  }
}

/** Whether an adapter runs on the processor: declared as a fallback, or one of the known software renderers. */
export function isSoftware(adapter: GPUAdapter): boolean {
  const { vendor, architecture, device, description } = adapter.info;
  const words = `${vendor} ${architecture} ${device} ${description}`.toLowerCase();
  return adapter.info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|software|basic render/.test(words);
}

/** The adapter in words. */
export function adapterTitle(adapter: GPUAdapter): string {
  const { vendor, architecture, description } = adapter.info;
  const words = description || [vendor, architecture].filter(Boolean).join(' ') || 'unnamed adapter';
  return isSoftware(adapter) ? `${words} (software)` : words;
}
