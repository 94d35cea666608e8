export function writeLongRun(path: string, steps: number): Promise<void>;
