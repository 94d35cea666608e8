import type { Locator, Page } from 'playwright-core';

export function dropFiles(page: Page, target: Locator, paths: readonly string[]): Promise<void>;
