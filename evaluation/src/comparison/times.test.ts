import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TimeSheet } from './times.ts';

describe('the times of a recogniser', () => {
  it('are kept apart by what an image was taken in as, the first five left out', () => {
    const sheet = new TimeSheet();
    for (const wallMs of [900, 900, 900, 900, 900, 30, 10, 20]) {
      sheet.add('probe', { wallMs, cpuMs: wallMs / 2 });
    }
    for (const wallMs of [900, 900, 900, 900, 900, 80]) {
      sheet.add('reference', { wallMs, cpuMs: 70 });
    }
    assert.deepEqual(
      sheet
        .summarize('one')
        .map(({ role, images, wallMedianMs, cpuMedianMs }) => [
          role,
          images,
          wallMedianMs,
          cpuMedianMs,
        ]),
      [
        ['reference', 1, 80, 70],
        ['probe', 3, 20, 10],
      ],
    );
  });
});
