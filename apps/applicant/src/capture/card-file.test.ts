import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PAYLOAD_MAX_BYTES } from '@bonin/sealing';
import { CARD_SOURCE_BYTES_MAX, refusalOfFile, refusalOfSize } from './card-file.ts';
import { fitSize } from './picture.ts';

describe('what stands against a picture of a card', () => {
  it('refuses a file larger than 40 MB before opening it', () => {
    const over = { size: CARD_SOURCE_BYTES_MAX + 1, type: 'image/jpeg' };
    assert.equal(refusalOfFile(over), 'too-large');
    assert.equal(refusalOfFile({ size: 300_000_000, type: '' }), 'too-large');
    assert.equal(refusalOfFile({ ...over, size: CARD_SOURCE_BYTES_MAX }), undefined);
  });

  it('takes a large photograph of a good phone, which could not be sealed as it is', () => {
    const photograph = { size: PAYLOAD_MAX_BYTES.card + 1, type: 'image/jpeg' };
    assert.equal(refusalOfFile(photograph), undefined);
  });

  it('refuses what is no photograph, and tries what a phone gave no type', () => {
    assert.equal(refusalOfFile({ size: 10, type: 'text/plain' }), 'not-an-image');
    assert.equal(refusalOfFile({ size: 10, type: 'application/pdf' }), 'not-an-image');
    assert.equal(refusalOfFile({ size: 10, type: 'image/gif' }), 'not-an-image');
    assert.equal(refusalOfFile({ size: 10, type: '' }), undefined);
    assert.equal(refusalOfFile({ size: 0, type: 'image/jpeg' }), 'unreadable');
  });

  it('refuses a picture in which a portrait cannot be made out', () => {
    assert.equal(refusalOfSize({ width: 320, height: 200 }), 'too-small');
    assert.equal(refusalOfSize({ width: 640, height: 400 }), undefined);
    assert.equal(refusalOfSize({ width: 20_000, height: 20_000 }), 'too-many-pixels');
  });

  it('makes a picture smaller with the same proportions and never larger', () => {
    assert.deepEqual(fitSize({ width: 4000, height: 3000 }, 1600), { width: 1600, height: 1200 });
    assert.deepEqual(fitSize({ width: 800, height: 600 }, 1600), { width: 800, height: 600 });
  });
});
