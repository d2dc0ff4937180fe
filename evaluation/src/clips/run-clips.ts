import type { FacePolicy } from '@bonin/core';
import { EngineError, openEngine, type Engine, type Reference } from '@bonin/engine';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EvaluationError } from '../evaluation-error.ts';
import { readPolicy } from '../policy.ts';
import { presentClips, type ExaminedClip } from './clip-report.ts';
import { examineClip, referenceOf } from './examine-clip.ts';
import { readClips, type Clip } from './read-clips.ts';

/** What a run on recordings was asked for. */
export interface ClipArguments {
  readonly dataFolder: string;
  readonly outFolder: string;
  readonly policyFile: string;
  readonly manifestFile: string;
  readonly modelFolder: string;
}

export const CLIP_REPORT = 'attack-recordings.md';

/**
 * Examines recordings under the shipped policy and writes the report.
 *
 * @returns the report
 * @throws {EvaluationError} `DATA_FOLDER_UNUSABLE`, `POLICY_UNUSABLE`, `NETWORKS_UNUSABLE`
 */
export async function runClips(run: ClipArguments): Promise<string> {
  const clips = await readClips(run.dataFolder);
  const { face, challenges } = await readPolicy(run.policyFile);
  const challenge = challenges?.ordinary?.evidence;
  if (challenge === undefined)
    throw new EvaluationError('POLICY_UNUSABLE', { profile: 'ordinary' });
  await using engine = await open(run, face);

  const examined: ExaminedClip[] = [];
  for (const clip of clips) {
    const reference = await otherRecordingOf(engine, clip, { clips, policy: face });
    examined.push({ clip, findings: await examineClip(engine, clip, { reference, policy: face }) });
  }
  const report = presentClips(examined, { ...face, challenge });
  await mkdir(run.outFolder, { recursive: true });
  await writeFile(path.join(run.outFolder, CLIP_REPORT), report);
  return report;
}

/** The face of the same subject in another recording of the living person; never the recording itself. */
async function otherRecordingOf(
  engine: Engine,
  clip: Clip,
  { clips, policy }: { readonly clips: readonly Clip[]; readonly policy: FacePolicy },
): Promise<Reference | undefined> {
  for (const other of clips) {
    const isOther =
      other.name !== clip.name && other.label === 'bona-fide' && other.subject === clip.subject;
    if (!isOther) continue;
    const reference = await referenceOf(engine, other, policy);
    if (reference !== undefined) return reference;
  }
  return undefined;
}

async function open(
  { manifestFile, modelFolder }: ClipArguments,
  { comparison, pad }: FacePolicy,
): Promise<Engine> {
  try {
    return await openEngine({
      manifestFile,
      modelFolder,
      recognition: comparison.scale,
      pad: pad.scale,
    });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new EvaluationError('NETWORKS_UNUSABLE', { cause: error.code });
  }
}
