import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { convertTflite } from './convert-tflite.ts';
import { ModelFileError } from './model-file-error.ts';
import { runNetwork } from './run-network.ts';
import { makeTflite, type MadeOperator, type MadeTensor } from './testing/make-tflite.ts';
import { OPERATOR } from './tflite-operators.ts';

const SAME = { 0: { int8: 0 } };

function strides(size: number) {
  return { 1: { int32: size }, 2: { int32: size } };
}

/** Runs a made network on 1, 2, 3, … minus an offset, in the order of the input's memory. */
async function answer(
  tensors: readonly MadeTensor[],
  operators: readonly MadeOperator[],
  offset = 0,
) {
  const converted = convertTflite(makeTflite(tensors, operators), 'made');
  const run = await runNetwork(converted, (count) =>
    Float32Array.from({ length: count }, (_, index) => index + 1 - offset),
  );
  const [output] = run.outputs.values();
  return { shape: output?.shape, values: [...(output?.values ?? [])] };
}

describe('convertTflite', () => {
  it('puts the odd pixel of a "same" padding after the picture when the stride is 2', async () => {
    // A 3 × 3 kernel that sees only its first place: with one row and column after, none before.
    const kernel = [1, 0, 0, 0, 0, 0, 0, 0, 0];
    const { values } = await answer(
      [
        { shape: [1, 4, 4, 1] },
        { shape: [1, 3, 3, 1], floats: kernel },
        { shape: [1], floats: [0] },
        { shape: [1, 2, 2, 1] },
      ],
      [
        {
          code: OPERATOR.conv2d,
          inputs: [0, 1, 2],
          output: 3,
          options: { ...SAME, ...strides(2) },
        },
      ],
    );
    assert.deepEqual(values, [1, 3, 9, 11]);
  });

  it('keeps rows, columns and channels apart in a convolution', async () => {
    // Output 0 takes the second channel of the pixel to the right, output 1 the first of the one below.
    const weights = new Array<number>(2 * 2 * 2 * 2).fill(0);
    weights[3] = 1;
    weights[8 + 4] = 1;
    const { values, shape } = await answer(
      [
        { shape: [1, 2, 2, 2] },
        { shape: [2, 2, 2, 2], floats: weights },
        { shape: [2], floats: [0, 100] },
        { shape: [1, 1, 1, 2] },
      ],
      [
        {
          code: OPERATOR.conv2d,
          inputs: [0, 1, 2],
          output: 3,
          options: { 0: { int8: 1 }, ...strides(1) },
        },
      ],
    );
    assert.deepEqual(shape, [1, 1, 1, 2]);
    assert.deepEqual(values, [4, 105]);
  });

  it('convolves each channel with its own kernel in a depthwise convolution', async () => {
    const { values } = await answer(
      [
        { shape: [1, 1, 2, 2] },
        { shape: [1, 1, 1, 2], floats: [10, -1] },
        { shape: [2], floats: [0, 0] },
        { shape: [1, 1, 2, 2] },
      ],
      [
        {
          code: OPERATOR.depthwiseConv2d,
          inputs: [0, 1, 2],
          output: 3,
          options: { ...SAME, ...strides(1), 3: { int32: 1 } },
        },
      ],
    );
    assert.deepEqual(values, [10, -2, 30, -4]);
  });

  it('pads channels after the ones that are there', async () => {
    const { values, shape } = await answer(
      [
        { shape: [1, 1, 2, 1] },
        { shape: [4, 2], integers: [0, 0, 0, 0, 0, 0, 0, 2] },
        { shape: [1, 1, 2, 3] },
      ],
      [{ code: OPERATOR.pad, inputs: [0, 1], output: 2 }],
    );
    assert.deepEqual(shape, [1, 1, 2, 3]);
    assert.deepEqual(values, [1, 0, 0, 2, 0, 0]);
  });

  it('reads 16-bit constants behind a DEQUANTIZE', async () => {
    const { values } = await answer(
      [
        { shape: [1, 1, 1, 1] },
        { shape: [1, 1, 1, 1], halves: [0x3e00] },
        { shape: [1, 1, 1, 1] },
        { shape: [1], floats: [0] },
        { shape: [1, 1, 1, 1] },
      ],
      [
        { code: OPERATOR.dequantize, inputs: [1], output: 2 },
        {
          code: OPERATOR.conv2d,
          inputs: [0, 2, 3],
          output: 4,
          options: { ...SAME, ...strides(1) },
        },
      ],
    );
    assert.deepEqual(values, [1.5]);
  });

  it('reshapes in the order of rows, columns, channels', async () => {
    const { values, shape } = await answer(
      [{ shape: [1, 2, 2, 2] }, { shape: [1, 4, 2] }],
      [{ code: OPERATOR.reshape, inputs: [0], output: 1 }],
    );
    assert.deepEqual(shape, [1, 4, 2]);
    assert.deepEqual(values, [1, 2, 3, 4, 5, 6, 7, 8]);
  });

  for (const slope of [0.25, -0.5, 3]) {
    it(`applies a parametric ReLU of slope ${slope} written as five operators`, async () => {
      const wide = { shape: [2, 1, 2, 1] };
      const { values } = await answer(
        [wide, { shape: [1], floats: [slope / 2] }, wide, wide, wide, wide, wide],
        [
          { code: OPERATOR.relu, inputs: [0], output: 2 },
          { code: OPERATOR.abs, inputs: [0], output: 3 },
          { code: OPERATOR.sub, inputs: [0, 3], output: 4 },
          { code: OPERATOR.mul, inputs: [1, 4], output: 5 },
          { code: OPERATOR.add, inputs: [2, 5], output: 6 },
        ],
        2,
      );
      assert.deepEqual(values, [-slope, 0]);
    });
  }

  it('refuses an operator it does not know, and names it', () => {
    const made = makeTflite(
      [{ shape: [1, 1, 1, 1] }, { shape: [1, 1, 1, 1] }],
      [{ code: 99, inputs: [0], output: 1 }],
    );
    assert.throws(() => convertTflite(made, 'made'), {
      code: 'TFLITE_OPERATOR_UNKNOWN',
      details: { operator: 99 },
    });
  });

  it('answers altered bytes with a coded error or a network, never with anything else', () => {
    const made = makeTflite(
      [
        { shape: [1, 4, 4, 1] },
        { shape: [1, 3, 3, 1], floats: [1, 2, 3, 4, 5, 6, 7, 8, 9] },
        { shape: [1], floats: [0] },
        { shape: [1, 2, 2, 1] },
      ],
      [
        {
          code: OPERATOR.conv2d,
          inputs: [0, 1, 2],
          output: 3,
          options: { ...SAME, ...strides(2) },
        },
      ],
    );
    const place = fc.nat(made.length - 1);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 4 }),
        (edits) => {
          const altered = made.slice();
          for (const [at, byte] of edits) altered[at] = byte;
          try {
            convertTflite(altered, 'altered');
          } catch (failure) {
            assert.ok(failure instanceof ModelFileError, String(failure));
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
