/**
 * Bonin's own engine as a recogniser of the evaluation: decoding to features in this process.
 *
 * It works with the networks that the policy under evaluation names, as booths, service and command line do.
 */

import { compare, EngineError, openEngine, type Engine } from '@bonin/engine';
import type { FacePolicy } from '@bonin/core';
import process from 'node:process';
import { readFacePolicy } from '../policy.ts';
import { refuseToServe, serveRecogniser } from './serve-recogniser.ts';

const [manifestFile, modelFolder, policyFile] = process.argv.slice(2);
if (manifestFile === undefined || modelFolder === undefined || policyFile === undefined) {
  process.exit(2);
}
const policy = await readFacePolicy(policyFile);
try {
  serve(
    await openEngine({
      manifestFile,
      modelFolder,
      recognition: policy.comparison.scale,
      pad: policy.pad.scale,
    }),
    policy,
  );
} catch (error) {
  if (!(error instanceof EngineError)) throw error;
  refuseToServe(error.code);
}

function serve(engine: Engine, facePolicy: FacePolicy): void {
  serveRecogniser({
    description: { name: 'Bonin', scale: engine.recognitionModel, tellsRolesApart: true },
    extract: (bytes, role) => engine.extract(bytes, role),
    async acquire(bytes, role) {
      const outcome =
        role === 'reference'
          ? await engine.acquireReference(bytes, facePolicy)
          : await engine.acquireProbeFrame(bytes, facePolicy);
      return outcome.kind === 'refused' ? outcome : { kind: 'acquired' };
    },
    measures: { cosine: (probe, reference) => compare(probe, reference).value },
  });
}
