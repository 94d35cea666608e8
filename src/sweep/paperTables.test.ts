import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_CONFIG } from '../training/config';
import { trainableSize, type ModelSize } from '../model/methods';
import { PAPER_TABLES, type PaperCell } from './paperTables';
import { cellConfig } from './tableRuns';

const PAPER = `${process.env.LOAA_SHARED ?? '../shared'}/paper.md`;
const paperText = () => {
  try {
    return readFileSync(PAPER, 'utf8');
  } catch {
    return null;
  }
};

const cellsOf = (name: keyof typeof PAPER_TABLES): readonly PaperCell[] =>
  PAPER_TABLES[name].rows.flatMap((row) => [...row.cells]);

const PATCH = [16, 16] as const;
const MODEL: ModelSize = {
  dim: 768,
  depth: 12,
  mlpDim: 3072,
  patch: PATCH,
  prefixTokens: 2,
  positions: 'learned',
  tokens: 2 + 8 * 25,
  classes: 44,
};

/** What a cell trains on the paper's backbone with EPIC-SOUNDS' 44 classes. */
function trainable({ setting }: PaperCell): number {
  const config = cellConfig(setting, DEFAULT_CONFIG, { dim: 768, patch: PATCH });
  return trainableSize(config, MODEL);
}

describe('the paper’s tables', () => {
  it('have every row and column', () => {
    expect(cellsOf('table1')).toHaveLength(24);
    expect(cellsOf('table2')).toHaveLength(9);
    expect(cellsOf('table3')).toHaveLength(10);
    for (const name of ['table1', 'table2', 'table3'] as const) {
      const ids = cellsOf(name).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  // Source: recipes.md, "Counts that pin the adapter down".
  it('give Table 1 the same count in each row, the paper’s', () => {
    const counts = PAPER_TABLES.table1.rows.map((row) => [...new Set(row.cells.map(trainable))]);
    const wanted = [[1_030_700], [2_026_028], [4_016_684]];
    expect(counts).toEqual([...wanted, ...wanted]);
  });

  it('give Tables 2 and 3 the paper’s counts', () => {
    expect(PAPER_TABLES.table2.rows.slice(3).map(({ cells }) => cells.map(trainable))).toEqual(
      [35_372, 4_016_684, 2_026_028, 2_026_028, 4_016_684, 7_997_996].map((count) => [count]),
    );
    for (const { cells } of PAPER_TABLES.table3.rows) expect(cells.map(trainable)).toEqual([4_016_684, 7_997_996]);
  });

  it('overlap patches for full fine-tuning alone', () => {
    for (const { setting } of [...cellsOf('table1'), ...cellsOf('table2'), ...cellsOf('table3')]) {
      expect(setting.stride).toEqual(setting.method === 'full' ? [10, 10] : [16, 16]);
    }
  });

  it.skipIf(paperText() === null)(
    'hold the numbers that the paper prints, in its order (needs ../shared/paper.md)',
    () => {
      const text = paperText() ?? '';
      const between = (from: string, to: string) =>
        text.slice(text.indexOf(from), text.indexOf(to, text.indexOf(from)));
      const decimals = (part: string) =>
        (part.replaceAll(/<[^>]*>|\*/g, '').match(/\d+\.\d+(?![\d%M)])/g) ?? []).map(Number);
      const valuesOf = (name: keyof typeof PAPER_TABLES) =>
        cellsOf(name).flatMap(({ values: v }) =>
          [v.epicTop1, v.epicMAP, v.esc50, v.speechCommands].filter((value) => value !== undefined),
        );
      const table1 = between('# Param (Ratio)', '\nfunction');
      expect(decimals(table1.replaceAll(/\S+M \(.*?%\)/g, ''))).toEqual([53.75, ...valuesOf('table1')]);
      expect(decimals(between('MAE-AST [21]', 'dimension, this result').replaceAll(/[\d.]+%/g, ''))).toEqual(
        valuesOf('table2'),
      );
      expect(decimals(between('Attn(L) FFN(L)', 'on par with'))).toEqual(valuesOf('table3'));
    },
  );
});
