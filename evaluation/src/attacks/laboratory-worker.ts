/**
 * One of the laboratory's processes: holds the sessions that it is told to, one after the other.
 *
 * Personal data: portraits, and features drawn from them, until it ends.
 */
import { openEngine } from '@bonin/engine';
import process from 'node:process';
import sharp from 'sharp';
import { EvaluationError } from '../evaluation-error.ts';
import { readPolicy } from '../policy.ts';
import { replayBlindly } from './blind-replay.ts';
import { holdSession, type LaboratoryWorld } from './hold-session.ts';
import type {
  LaboratoryReply,
  LaboratoryRequest,
  LaboratorySettings,
} from './laboratory-workers.ts';
import { openSitters } from './sitters.ts';

// There is one process for each core.
sharp.concurrency(1);
serve();

function serve(): void {
  let world: LaboratoryWorld | undefined;

  async function act(request: LaboratoryRequest): Promise<LaboratoryReply> {
    if (request.kind === 'open') {
      world = await openWorld(request.settings);
      return { kind: 'opened' };
    }
    if (world === undefined) return { kind: 'fault', code: 'LABORATORY_FAILED' };
    if (request.kind === 'replay')
      return { kind: 'held', records: await replayBlindly(request.planned, world) };
    const { planned, goesBeyond } = request;
    return { kind: 'held', records: [await holdSession(planned, world, { goesBeyond })] };
  }

  process.on('message', (request: LaboratoryRequest) => {
    void act(request)
      .catch(faultOf)
      .then((reply) => process.send?.(reply));
  });
  process.on('disconnect', () => process.exit());
}

function faultOf(error: unknown): LaboratoryReply {
  if (error instanceof EvaluationError) return { kind: 'fault', code: error.code };
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : 'fault'}\n`);
  return { kind: 'fault', code: 'LABORATORY_FAILED' };
}

async function openWorld(settings: LaboratorySettings): Promise<LaboratoryWorld> {
  const policy = await readPolicy(settings.policyFile);
  const engine = await openEngine({
    manifestFile: settings.manifestFile,
    modelFolder: settings.modelFolder,
    recognition: policy.face.comparison.scale,
    pad: policy.face.pad.scale,
  });
  const sitters = openSitters(engine, settings.portraits, {
    seed: settings.seed,
    policy: policy.face,
  });
  return { engine, sitters, policy, seed: settings.seed };
}
