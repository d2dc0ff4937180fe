/** Makes TensorFlow Lite networks of a few operators, for tests. */

import { writeFlatBuffer, type FlatFields } from './write-flat-buffer.ts';

export interface MadeTensor {
  readonly name?: string;
  readonly shape: readonly number[];
  /** A constant's numbers; absent for what is computed. */
  readonly floats?: readonly number[];
  readonly halves?: readonly number[];
  readonly integers?: readonly number[];
}

export interface MadeOperator {
  readonly code: number;
  readonly inputs: readonly number[];
  readonly output: number;
  readonly options?: FlatFields;
}

/** A network whose input is the first tensor and whose output is the last operator's. */
export function makeTflite(
  tensors: readonly MadeTensor[],
  operators: readonly MadeOperator[],
): Uint8Array {
  const codes = [...new Set(operators.map(({ code }) => code))];
  const last = operators.at(-1)?.output ?? 0;
  return writeFlatBuffer(
    {
      0: { int32: 3 },
      1: { tables: codes.map((code) => ({ 0: { int8: code }, 3: { int32: code } })) },
      2: {
        tables: [
          {
            0: { tables: tensors.map(describeTensor) },
            1: { int32s: [0] },
            2: { int32s: [last] },
            3: {
              tables: operators.map(({ code, inputs, output, options }) => ({
                0: { int32: codes.indexOf(code) },
                1: { int32s: inputs },
                2: { int32s: [output] },
                ...(options === undefined ? {} : { 4: { table: options } }),
              })),
            },
          },
        ],
      },
      4: { tables: [{}, ...tensors.map((tensor) => ({ 0: { bytes: contentOf(tensor) } }))] },
    },
    'TFL3',
  );
}

function describeTensor(tensor: MadeTensor, index: number): FlatFields {
  const type = tensor.halves !== undefined ? 1 : tensor.integers !== undefined ? 2 : 0;
  return {
    0: { int32s: tensor.shape },
    1: { int8: type },
    2: { int32: index + 1 },
    3: { text: tensor.name ?? `tensor-${index}` },
  };
}

function contentOf({ floats, halves, integers }: MadeTensor): Uint8Array {
  if (floats !== undefined) return new Uint8Array(Float32Array.from(floats).buffer);
  if (halves !== undefined) return new Uint8Array(Uint16Array.from(halves).buffer);
  return new Uint8Array(Int32Array.from(integers ?? []).buffer);
}
