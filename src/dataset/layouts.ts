import { epicSounds } from './epicSounds';
import { esc50 } from './esc50';
import { folders } from './folders';
import type { Layout } from './layout';
import { prefix } from './prefix';
import { selections } from './selections';
import { speechCommands } from './speechCommands';
import { table } from './table';

/** Every layout, the most telling first: the first that recognises the files reads them. */
export const LAYOUTS: readonly Layout[] = [speechCommands, esc50, epicSounds, selections, table, folders, prefix];
