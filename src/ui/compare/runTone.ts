const COLOURS = 8;
const DASHES = [null, '6 3', '2 3', '8 3 2 3'] as const;

/** How a run is drawn, wherever it is: one of eight colours, and with more runs than these one of four dashes beside. */
export function runTone(tone: number): { readonly colour: string; readonly dash: string | null } {
  return {
    colour: `var(--run-${tone % COLOURS})`,
    dash: DASHES[Math.floor(tone / COLOURS) % DASHES.length] ?? null,
  };
}
