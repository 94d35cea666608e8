import type { Page } from '@playwright/test';

/** What a keyboard meets in a view. */
export interface FocusWalk {
  /** How many controls there are to reach. */
  readonly controls: number;
  /** Controls that Tab never comes to. */
  readonly missed: readonly string[];
  /** Controls that show no focus, or lie behind something or outside the window while they have it. */
  readonly unseen: readonly string[];
}

/** Opens whatever is folded away, so that its controls are there to reach. */
async function unfold(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) if (details.checkVisibility()) details.open = true;
  });
}

/** Numbers the visible controls that can have the focus, radio buttons of a group alike: what each is called, by its number. */
function numberControls(page: Page): Promise<[string, string][]> {
  return page.evaluate(() => {
    const KINDS = 'button, a[href], input, select, textarea, summary, [tabindex]';
    const found = new Map<string, string>();
    [...document.querySelectorAll<HTMLElement>(KINDS)].forEach((element, i) => {
      // A grid gives its rows and boxes to the arrow keys itself.
      if (element.tabIndex < 0 || element.matches(':disabled') || element.closest('[role=grid] *')) return;
      if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('[inert], [aria-hidden=true]'))
        return;
      const group = element instanceof HTMLInputElement && element.type === 'radio' ? element.name : null;
      element.dataset.walk = group ?? String(i);
      found.set(
        element.dataset.walk,
        (element.ariaLabel ?? element.dataset.testid ?? (element.textContent || element.tagName)).trim().slice(0, 60),
      );
    });
    return [...found];
  });
}

/** Where the focus is: null outside the page's controls. */
function focused(page: Page): Promise<{ walk: string | null; name: string; isSeen: boolean } | null> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return null;
    const hasRing = (one: Element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0;
    };
    // A box or a radio button is drawn by its label, a grid by its row, a slider by its thumb.
    const drawn = [element, ...(element.matches('input') ? [element.parentElement ?? element] : [])];
    const isRinged = drawn.some(hasRing) || [...element.querySelectorAll('*')].some(hasRing);
    const ringElsewhere = [...document.querySelectorAll('[data-focus-visible]')].some(hasRing);
    const box = element.getBoundingClientRect();
    const isMine = (top: Element) =>
      element.contains(top) || drawn.some((one) => one.contains(top) || top.contains(one));
    // Something wider than its box, as a table's row, is seen in part.
    const isInSight = [0.5, 0.05, 0.95].some((share) => {
      const top = document.elementFromPoint(box.x + share * box.width, box.y + Math.min(box.height / 2, 20));
      return top !== null && isMine(top);
    });
    return {
      // A grid hands the focus on to one of its rows.
      walk: element.dataset.walk ?? element.closest<HTMLElement>('[role=grid]')?.dataset.walk ?? null,
      name: (element.ariaLabel ?? element.dataset.testid ?? element.textContent).trim().slice(0, 60),
      isSeen: (isRinged || ringElsewhere) && (isInSight || box.width <= 4),
    };
  });
}

/** Goes through the view that is shown with Tab alone, from the page's beginning until it is there again. */
export async function walkWithTab(page: Page): Promise<FocusWalk> {
  await unfold(page);
  const controls = await numberControls(page);
  const reached = new Set<string>();
  const unseen = new Set<string>();
  await page.evaluate(() => window.scrollTo(0, 0));
  // Where nothing is: Tab goes on from there.
  await page.mouse.click(2, 2);
  for (let presses = 0; presses < 2 * controls.length + 60; presses++) {
    await page.keyboard.press('Tab');
    const at = await focused(page);
    if (at === null) {
      if (reached.size > 0) break;
      continue;
    }
    if (at.walk !== null) reached.add(at.walk);
    if (!at.isSeen) unseen.add(at.name);
  }
  return {
    controls: controls.length,
    missed: controls.filter(([walk]) => !reached.has(walk)).map(([, name]) => name),
    unseen: [...unseen],
  };
}
