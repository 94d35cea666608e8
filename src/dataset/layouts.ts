import { esc50 } from './esc50';
import { folders } from './folders';
import type { Layout } from './layout';
import { prefix } from './prefix';
import { speechCommands } from './speechCommands';

/** Every layout, the most telling first: the first that recognises the files reads them. */
export const LAYOUTS: readonly Layout[] = [speechCommands, esc50, folders, prefix];
