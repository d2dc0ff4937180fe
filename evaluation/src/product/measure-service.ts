import { EvaluationError } from '../evaluation-error.ts';
import type { AttemptPictures } from './attempt-pictures.ts';
import { captureOnce, type DeviceAttempt } from './capture-device.ts';
import { figuresOf } from './process-figures.ts';
import { startService } from './running-service.ts';

/** One attempt through the service, as the device saw it, and what the machine spent on it. */
export interface ServiceFigures extends DeviceAttempt {
  /** Socket, database, signatures and sealed bytes passed on, in the service's own process. */
  readonly serviceCpuMs: number;
  /** The booth's whole life, its start included. */
  readonly boothCpuMs: number;
}

/** After so long an ended booth has been waited for, and the one that took its place has settled. */
const SETTLE_MS = 1500;

/**
 * Runs whole attempts through the real service: registration, WebSocket, booth, database, signed result.
 *
 * The service keeps its booths warm while it serves, as in use: the next booth starts during an attempt, at low
 * priority. Each attempt ends one booth, whose whole life the system adds to the service when it has ended.
 *
 * Personal data: seals pictures to booths; keeps times only.
 *
 * @throws {EvaluationError} `SERVICE_UNUSABLE`
 */
export async function measureService(
  pictures: AttemptPictures,
  attempts: number,
): Promise<readonly ServiceFigures[]> {
  await using service = await startService();
  const figures: ServiceFigures[] = [];
  await pause(SETTLE_MS);
  for (let i = 0; i < attempts; i++) {
    const opened = await service.open();
    const before = figuresOf(service.pid);
    const attempt = await captureOnce(service.url, opened, pictures);
    await pause(SETTLE_MS);
    const after = figuresOf(service.pid);
    if (before === undefined || after === undefined) {
      throw new EvaluationError('SERVICE_UNUSABLE', { step: 'attempt' });
    }
    figures.push({
      ...attempt,
      serviceCpuMs: after.cpuMs - before.cpuMs,
      boothCpuMs: after.endedChildrenCpuMs - before.endedChildrenCpuMs,
    });
  }
  return figures;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
