export const ROOT: string;
export function buildSite(mode?: 'production' | 'headless'): Promise<string>;
export function serveFolder(
  folder: string,
  options?: { readonly isolated?: boolean; readonly base?: string },
): Promise<{ readonly url: string; close(): Promise<void> }>;
