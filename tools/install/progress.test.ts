import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Progress } from './progress.ts';

function written(isTTY: boolean): { progress: Progress; text: () => string } {
  let text = '';
  let now = 0;
  const output = { isTTY, write: (part: string) => (text += part) };
  return { progress: new Progress(output, () => (now += 1000)), text: () => text };
}

describe('Progress', () => {
  it('writes nothing but whole lines where there is no terminal', () => {
    const { progress, text } = written(false);
    progress.expect(2e6);
    progress.arrived(1e6);
    progress.line('model a: as listed');
    assert.equal(text(), 'model a: as listed\n');
  });

  it('draws a bar on a terminal and clears it before a line', () => {
    const { progress, text } = written(true);
    progress.expect(2e6);
    progress.arrived(1e6);
    progress.line('model a: as listed');
    assert.match(text(), /█{12}░{12} 1\.0 of 2\.0 MB\r\x1b\[Kmodel a: as listed\n$/);
  });
});
