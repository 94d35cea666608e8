import type { Page } from '@playwright/test';

/** What a run left in the browser's storage: every step's numbers, and the digest of its adapter's file. */
export interface KeptRun {
  readonly status: string;
  /** Step, loss and accuracy of every step: exactly, as they were stored. */
  readonly steps: readonly (readonly [step: number, loss: number, accuracy: number])[];
  /** Validation losses by epoch. */
  readonly epochs: readonly number[];
  readonly adapter: string | null;
}

/** The runs that the page has kept, the oldest first. */
export function keptRuns(page: Page): Promise<readonly KeptRun[]> {
  return page.evaluate(async () => {
    const answered = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await answered(indexedDB.open('loaa-runs'));
    const rows = async (name: string) => {
      const all = await answered(database.transaction(name).objectStore(name).getAll());
      return all as Record<string, unknown>[];
    };
    try {
      const [entries, details, adapters] = [await rows('entries'), await rows('details'), await rows('adapters')];
      entries.sort((a, b) => String(a.createdAt).localeCompare(String(b.createdAt)));
      return await Promise.all(
        entries.map(async ({ id, status, epochs, stepCount }) => {
          const { values } = details.find((row) => row.id === id)?.history as { values: Float64Array };
          const width = values.length / (stepCount as number);
          const steps = Array.from({ length: stepCount as number }, (_, i) => {
            const [step = 0, , , loss = 0, accuracy = 0] = values.subarray(i * width, (i + 1) * width);
            return [step, loss, accuracy] as const;
          });
          const files = adapters.find((row) => row.id === id) as { weights?: BufferSource } | undefined;
          const weights = files?.weights ?? null;
          const hash = weights && new Uint8Array(await crypto.subtle.digest('SHA-256', weights));
          return {
            status: status as string,
            steps,
            epochs: (epochs as { loss: number }[]).map(({ loss }) => loss),
            adapter: hash && [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
          };
        }),
      );
    } finally {
      database.close();
    }
  });
}
