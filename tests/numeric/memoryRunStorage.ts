import type { RunStorage } from '../../src/session/runStorage';

interface Row {
  readonly id: string;
}

/** A storage that lives as long as the test, like the browser's over reloads and tabs; it can be full, or missing. */
export function memoryRunStorage() {
  const rows = {
    entries: new Map<string, unknown>(),
    details: new Map<string, unknown>(),
    adapters: new Map<string, unknown>(),
  };
  let baseline: string | null = null;
  let isFull = false;
  let isMissing = false;
  const there = () => {
    if (isMissing) throw new DOMException('no storage', 'UnknownError');
  };
  const set = (table: keyof typeof rows, row: Row) => rows[table].set(row.id, structuredClone(row));
  const storage: RunStorage = {
    async entries() {
      there();
      return structuredClone([...rows.entries.values()]);
    },
    async details(id) {
      there();
      return structuredClone(rows.details.get(id));
    },
    async adapter(id) {
      there();
      return structuredClone(rows.adapters.get(id));
    },
    async put({ entry, details, adapter }) {
      there();
      if (isFull) throw new DOMException('full', 'QuotaExceededError');
      set('entries', entry);
      set('details', details);
      if (adapter) set('adapters', adapter);
    },
    async edit(id, patch) {
      there();
      const entry = rows.entries.get(id);
      if (entry) set('entries', { ...(entry as Row), ...patch });
    },
    async remove(ids) {
      there();
      for (const id of ids) for (const table of Object.values(rows)) table.delete(id);
    },
    async baseline() {
      there();
      return baseline;
    },
    async setBaseline(id) {
      there();
      baseline = id;
    },
  };
  return {
    storage,
    rows,
    setFull: (value: boolean) => (isFull = value),
    setMissing: (value: boolean) => (isMissing = value),
  };
}
