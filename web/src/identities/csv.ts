// SPDX-License-Identifier: Apache-2.0
// Reads a CSV file (RFC 4180) for its preview; the server reads the file itself, and decides.

export interface CsvRow {
  line: number; // on which it begins, counted from 1
  cells: string[];
}

// One cell at a time, with what ends it: a comma or the line. Behind a closing quote only one of
// these may follow; where something else does, the rest of the line is taken as it is, and the
// server says what is wrong with it.
const CELL = /[ \t]*(?:"((?:[^"]|"")*)"[ \t]*(?=[,\r\n]|$)|([^,\r\n]*))(,|\r\n|\n|\r|$)/y;

const countLineEnds = (text: string) => text.match(/\r\n|\n|\r/g)?.length ?? 0;

export function readCsv(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let row: CsvRow = { line: 1, cells: [] };
  let line = 1;
  CELL.lastIndex = text.startsWith('\ufeff') ? 1 : 0;
  for (;;) {
    const [whole, quoted, plain, end] = CELL.exec(text)!; // it matches the empty cell, too
    row.cells.push(quoted?.replaceAll('""', '"') ?? plain!.trim());
    line += countLineEnds(whole!);
    if (end === ',') continue;
    if (row.cells.some((cell) => cell !== '')) rows.push(row);
    if (end === '') return rows;
    row = { line, cells: [] };
  }
}
