import check from '../../python/check.py?raw';
import loaaAst from '../../python/loaa_ast.py?raw';
import type { BundledPrograms } from './types';

/** The Python programs as text: load this file lazily, it is of no use before an export. */
export const PROGRAMS: BundledPrograms = { 'loaa_ast.py': loaaAst, 'check.py': check };
