import { CodedError } from '@bonin/core';

export type ModelFileErrorCode =
  | 'FLATBUFFER_MALFORMED'
  | 'PROTOBUF_MALFORMED'
  | 'TFLITE_OPERATOR_UNKNOWN'
  | 'TFLITE_OPERATOR_UNSUITABLE'
  | 'TFLITE_TENSOR_UNSUITABLE'
  | 'ONNX_UNSUITABLE';

/** A network's file that cannot be read or converted. Details name operators and positions only. */
export class ModelFileError extends CodedError<ModelFileErrorCode> {}
