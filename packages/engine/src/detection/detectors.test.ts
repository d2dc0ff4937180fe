import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { secondFaceShare } from './detectors.ts';

describe('the share of the second face', () => {
  it('is of the face that was chosen, over all others', () => {
    assert.equal(secondFaceShare({ sidePx: 100 }, []), 0);
    assert.equal(secondFaceShare({ sidePx: 100 }, [{ sidePx: 10 }, { sidePx: 50 }]), 0.25);
    assert.equal(secondFaceShare({ sidePx: 100 }, [{ sidePx: 200 }]), 4);
  });
});
