import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { captureTokenOf } from './capture-link.ts';

describe('captureTokenOf', () => {
  it('reads the token behind the # of a capture link', () => {
    const token = `reg_${'a'.repeat(32)}.${'b'.repeat(43)}`;
    assert.equal(captureTokenOf(`#${token}`), token);
  });

  it('finds none where the link was cut off or carries something else', () => {
    for (const fragment of [
      '',
      '#',
      '#short',
      `#${'a'.repeat(500)}`,
      '#a b c d e f g h i j k',
      '#<script>alert(1)</script>',
    ]) {
      assert.equal(captureTokenOf(fragment), undefined);
    }
  });
});
