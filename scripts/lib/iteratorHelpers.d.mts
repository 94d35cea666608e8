export function addIteratorHelpers(): void;
