/** Bonin's own engine as a recogniser of the evaluation: decoding to features in this process. */

import { compare, openEngine } from '@bonin/engine';
import process from 'node:process';
import { serveRecogniser } from './serve-recogniser.ts';

const [manifestFile, modelFolder] = process.argv.slice(2);
if (manifestFile === undefined || modelFolder === undefined) process.exit(2);
const engine = await openEngine({ manifestFile, modelFolder });

serveRecogniser({
  description: { name: 'Bonin', scale: engine.recognitionModel, tellsRolesApart: true },
  extract: (bytes, role) => engine.extract(bytes, role),
  measures: { cosine: (probe, reference) => compare(probe, reference).value },
});
