import check from '../../python/check.py?raw';
import loaaAst from '../../python/loaa_ast.py?raw';
import loaaData from '../../python/loaa_data.py?raw';
import loaaLayouts from '../../python/loaa_layouts.py?raw';
import train from '../../python/train.py?raw';
import type { BundledPrograms } from './types';

/** The Python programs as text: load this file lazily, it is of no use before an export. */
export const PROGRAMS: BundledPrograms = {
  'loaa_ast.py': loaaAst,
  'loaa_layouts.py': loaaLayouts,
  'loaa_data.py': loaaData,
  'check.py': check,
  'train.py': train,
};
