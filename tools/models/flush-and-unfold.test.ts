import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { flushTinyWeights } from './flush-tiny-weights.ts';
import { OnnxGraph } from './onnx.ts';
import { runNetwork } from './run-network.ts';
import { unfoldParametricRelu } from './unfold-parametric-relu.ts';

/** One pixel of three channels times weights; then a parametric ReLU where slopes are given. */
function makeNetwork(weights: readonly number[], slopes?: readonly number[]): Uint8Array {
  const graph = new OnnxGraph('made');
  graph.input('in', [1, 3, 1, 1]);
  const factors = graph.floats([3, 1, 1, 1], Float32Array.from(weights));
  const attributes = { group: { int: 3 }, kernel_shape: { ints: [1, 1] } };
  if (slopes === undefined) {
    graph.node('Conv', ['in', factors], attributes, 'out');
  } else {
    const scaled = graph.node('Conv', ['in', factors], attributes);
    const slope = graph.floats([3, 1, 1], Float32Array.from(slopes));
    graph.node('PRelu', [scaled, slope], {}, 'out');
  }
  graph.output('out', [1, 3, 1, 1]);
  return graph.finish();
}

async function answer(network: Uint8Array, input: readonly number[]): Promise<readonly number[]> {
  const { outputs } = await runNetwork(network, () => Float32Array.from(input));
  return [...(outputs.get('out')?.values ?? [])];
}

describe('flushTinyWeights', () => {
  it('sets weights below 1e-15 to zero and leaves the others, at the same size', async () => {
    const network = makeNetwork([1e-20, -1e-39, 2e-15]);
    const { bytes, flushed } = flushTinyWeights(network);
    assert.equal(flushed, 2);
    assert.equal(bytes.length, network.length);
    const [first = NaN, second = NaN, third = NaN] = await answer(bytes, [1e15, 1e15, 1e15]);
    assert.deepEqual([first, second].map(Math.abs), [0, 0]);
    assert.ok(Math.abs(third - 2) < 1e-6);
  });

  it('leaves the bytes that it was given as they were', () => {
    const network = Buffer.from(makeNetwork([1e-20, 1, 1]));
    const before = Buffer.from(network);
    flushTinyWeights(network);
    assert.deepEqual(network, before);
  });

  it('finds nothing more the second time', () => {
    const numbers = fc.array(fc.float({ noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(numbers, (weights) => {
        const once = flushTinyWeights(makeNetwork(weights));
        const twice = flushTinyWeights(once.bytes);
        assert.equal(twice.flushed, 0);
        assert.deepEqual(twice.bytes, once.bytes);
      }),
    );
  });

  it('refuses a file that is cut off', () => {
    const network = makeNetwork([1, 2, 3]);
    const cut = network.subarray(0, network.length - 20);
    assert.throws(() => flushTinyWeights(cut), { code: 'PROTOBUF_MALFORMED' });
  });
});

describe('unfoldParametricRelu', () => {
  for (const slopes of [
    [0.25, 0, -0.5],
    [3, 0.25, 1],
  ]) {
    it(`answers as before for the slopes ${slopes.join(', ')}`, async () => {
      const network = makeNetwork([1, 1, 1], slopes);
      const unfolded = unfoldParametricRelu(network);
      assert.notDeepEqual(unfolded, network);
      for (const input of [
        [-1, -2, -3],
        [1, 2, 3],
        [0, 0.5, -0.5],
      ]) {
        const [expected, found] = [await answer(network, input), await answer(unfolded, input)];
        found.forEach((value, index) => {
          assert.ok(Math.abs(value - (expected[index] ?? NaN)) < 1e-6);
        });
      }
    });
  }

  it('copies a network without parametric ReLUs byte for byte', () => {
    const network = makeNetwork([1, 2, 3]);
    assert.deepEqual(unfoldParametricRelu(network), network);
  });

  it('refuses slopes that are computed', () => {
    const graph = new OnnxGraph('made');
    graph.input('in', [1, 3, 1, 1]);
    graph.node('PRelu', ['in', 'in'], {}, 'out');
    graph.output('out', [1, 3, 1, 1]);
    assert.throws(() => unfoldParametricRelu(graph.finish()), { code: 'ONNX_UNSUITABLE' });
  });
});
