import type { Browser } from 'playwright-core';

export function findChromium(): string;
export const CHROMIUM_FLAGS: readonly string[];
export function launchChromium(extra?: readonly string[]): Promise<Browser>;
