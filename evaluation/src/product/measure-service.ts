import { attendCapture } from '@bonin/testkit/applicant';
import { EvaluationError } from '../evaluation-error.ts';
import { figuresOf } from './process-figures.ts';
import { startService } from './running-service.ts';
import type { SampleApplicant } from './sample-attempt.ts';

/** One attempt through the service, as the device saw it, and what the machine spent on it. */
export interface ServiceFigures {
  /** From the last live frame being sealed until the answer is heard. */
  readonly lastFrameToAnswerMs: number;
  /** From the first step of the challenge until the word that nothing more is asked; NaN when it was not heard. */
  readonly challengeMs: number;
  readonly frames: number;
  readonly outcome: string;
  /** Socket, database, signatures and sealed bytes passed on, in the service's own process. */
  readonly serviceCpuMs: number;
  /** The booth's whole life, its start included. */
  readonly boothCpuMs: number;
}

const FIRST_SEED = 1;
/** After so long an ended booth has been waited for, and the one that took its place has settled. */
const SETTLE_MS = 1500;

/**
 * Runs whole attempts through the real service: registration, WebSocket, challenge, booth, database, signed result.
 *
 * Before the camera is a simulated person, drawn by this process while it answers: on a machine of few cores that delays
 * what the service does.
 *
 * The service keeps its booths warm while it serves, as in use: the next booth starts during an attempt, at low
 * priority. Each attempt ends one booth, whose whole life the system adds to the service when it has ended.
 *
 * Personal data: seals pictures to booths; keeps times only.
 *
 * @throws {EvaluationError} `SERVICE_UNUSABLE`
 * @throws {ApplicantError} when the service gives no attempt
 */
export async function measureService(
  applicant: SampleApplicant,
  attempts: number,
): Promise<readonly ServiceFigures[]> {
  await using service = await startService();
  const figures: ServiceFigures[] = [];
  await pause(SETTLE_MS);
  for (let i = 0; i < attempts; i++) {
    const opened = await service.open();
    const before = figuresOf(service.pid);
    const attempt = await attendCapture(service.url, opened.captureLink, {
      card: applicant.card,
      presentation: applicant.presentationOf(FIRST_SEED + i),
    });
    await pause(SETTLE_MS);
    const after = figuresOf(service.pid);
    if (before === undefined || after === undefined) {
      throw new EvaluationError('SERVICE_UNUSABLE', { step: 'attempt' });
    }
    figures.push({
      lastFrameToAnswerMs: attempt.lastFrameToAnswerMs,
      challengeMs: attempt.challengeMs ?? Number.NaN,
      frames: attempt.frames,
      outcome: attempt.ending.kind === 'decided' ? attempt.ending.outcome : attempt.ending.kind,
      serviceCpuMs: after.cpuMs - before.cpuMs,
      boothCpuMs: after.endedChildrenCpuMs - before.endedChildrenCpuMs,
    });
  }
  return figures;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
