import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseCsv } from './csv.ts';

describe('parseCsv', () => {
  it('reads the asked columns by their names, in whatever order they stand', () => {
    const table = parseCsv('b,c,a\n1,2,3\n', ['a', 'b']);
    assert.deepEqual(table, { rows: [{ a: '3', b: '1' }], unusableRows: 0 });
  });

  it('counts rows with missing, empty or surplus cells and reads the others', () => {
    const table = parseCsv('a,b\n1,2\n3\n,4\n5,6,7\n8,9', ['a', 'b']);
    assert.equal(table?.unusableRows, 3);
    assert.deepEqual(table.rows, [
      { a: '1', b: '2' },
      { a: '8', b: '9' },
    ]);
  });

  it('reads a table with a byte order mark, carriage returns and empty lines', () => {
    const table = parseCsv('\uFEFFa,b\r\n1,2\r\n\r\n', ['a', 'b']);
    assert.deepEqual(table?.rows, [{ a: '1', b: '2' }]);
  });

  it('refuses a header without a required column', () => {
    assert.equal(parseCsv('a,b\n1,2', ['a', 'c']), undefined);
    assert.equal(parseCsv('', ['a']), undefined);
  });
});
