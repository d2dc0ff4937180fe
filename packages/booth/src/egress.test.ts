import { codeOf, isVerdict, SYMBOL_BUDGET, symbolOf } from '@bonin/core';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openEgressMeter, type EgressMeter } from './egress.ts';
import { KEY_BYTES } from './pipe.ts';

const KEY = new Uint8Array(KEY_BYTES).fill(4);

function meterAfterKey(): EgressMeter {
  const meter = openEgressMeter();
  assert.equal(meter.admit(KEY), 'admitted');
  meter.beginInput();
  return meter;
}

/** What the alphabet and the budget allow, said in one line each. */
function isAllowed(bytes: readonly number[]): boolean {
  const symbols = bytes.map(symbolOf);
  const verdictAt = symbols.findIndex((symbol) => symbol !== undefined && isVerdict(symbol));
  return (
    bytes.length <= SYMBOL_BUDGET &&
    !symbols.includes(undefined) &&
    (verdictAt < 0 || verdictAt === bytes.length - 1)
  );
}

const anyByte = fc.oneof({ arbitrary: fc.nat({ max: 11 }), weight: 20 }, fc.nat({ max: 255 }));
const anyWrite = fc.array(anyByte, { minLength: 1, maxLength: 5 });

describe('the egress meter', () => {
  it('admits exactly what the alphabet allows, however it is cut into writes', () => {
    fc.assert(
      fc.property(fc.array(anyWrite, { maxLength: 12 }), (writes) => {
        const meter = meterAfterKey();
        let written: number[] = [];
        let hasViolated = false;
        for (const write of writes) {
          written = [...written, ...write];
          hasViolated ||= !isAllowed(written);
          const finding = meter.admit(Uint8Array.from(write));
          assert.equal(finding, hasViolated ? 'violation' : 'admitted');
        }
        assert.ok(meter.symbolsSaid() <= SYMBOL_BUDGET);
        if (hasViolated) {
          assert.equal(meter.verdict(), undefined);
          assert.equal(meter.takeGuidance(), undefined);
        }
      }),
    );
  });

  it('takes a key in pieces, and nothing beyond it before the first input', () => {
    const meter = openEgressMeter();
    assert.equal(meter.admit(KEY.subarray(0, 10)), 'admitted');
    assert.equal(meter.key(), undefined);
    assert.equal(meter.admit(KEY.subarray(10)), 'admitted');
    assert.deepEqual(meter.key(), KEY);
    assert.equal(meter.admit(Uint8Array.of(codeOf('no-face'))), 'violation');
  });

  it('admits nothing from a booth that was given input before its key was there', () => {
    const meter = openEgressMeter();
    meter.admit(KEY.subarray(0, 10));
    meter.beginInput();
    assert.equal(meter.admit(Uint8Array.of(codeOf('no-face'))), 'violation');
  });

  it('keeps the verdict apart from the guidance that it hands out', () => {
    const meter = meterAfterKey();
    meter.admit(Uint8Array.of(codeOf('reference-acquired'), codeOf('match')));
    assert.equal(meter.takeGuidance(), 'reference-acquired');
    assert.equal(meter.takeGuidance(), undefined);
    assert.equal(meter.verdict(), 'match');
  });
});
