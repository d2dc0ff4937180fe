import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recognitionOf } from './recognition-of.ts';

describe('the networks that a scale speaks of', () => {
  it('are one by its id, whatever dots it has', () => {
    assert.deepEqual(recognitionOf('our-faces-2026.01'), [{ id: 'our-faces-2026.01', share: 1 }]);
  });

  it('are several with their shares in percent', () => {
    assert.deepEqual(recognitionOf('fr-feature-bgr.70+mobilefacenet.30'), [
      { id: 'fr-feature-bgr', share: 0.7 },
      { id: 'mobilefacenet', share: 0.3 },
    ]);
    assert.deepEqual(recognitionOf('v1.2.50+b.25+c.25'), [
      { id: 'v1.2', share: 0.5 },
      { id: 'b', share: 0.25 },
      { id: 'c', share: 0.25 },
    ]);
  });

  it('are none when a share is missing, the shares make no whole, or one is named twice', () => {
    for (const scale of [
      'a+b',
      'a.50+b',
      'a.50+b.40',
      'a.50+a.50',
      'a.100+',
      '.50+b.50',
      'a.00+b.50',
    ]) {
      assert.throws(() => recognitionOf(scale), { code: 'MODEL_UNSUITABLE' }, scale);
    }
  });
});
