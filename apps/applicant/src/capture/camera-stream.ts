import type { CameraFailure } from '../flow/flow.ts';

/** A camera could not be had. */
export class CameraError extends Error {
  readonly reason: CameraFailure;

  constructor(reason: CameraFailure) {
    super(reason);
    this.name = 'CameraError';
    this.reason = reason;
  }
}

const FAILURE_OF_NAME: Readonly<Record<string, CameraFailure>> = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  PermissionDeniedError: 'refused',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'in-use',
  AbortError: 'in-use',
  TrackStartError: 'in-use',
};

/** What a browser's refusal means for a person. */
export function cameraFailureOf(error: unknown): CameraFailure {
  const name = error instanceof Error ? error.name : '';
  return FAILURE_OF_NAME[name] ?? 'unsupported';
}

/**
 * Opens a camera. Called by the flow's effects only, which open none before the consent is recorded.
 *
 * @throws {CameraError}
 */
export async function openCamera(facing: 'user' | 'environment'): Promise<MediaStream> {
  // Typed as always there; in-app browsers and insecure contexts have none.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices?.getUserMedia === undefined) throw new CameraError('unsupported');
  const size =
    facing === 'user'
      ? { width: { ideal: 1280 }, height: { ideal: 720 } }
      : { width: { ideal: 1920 }, height: { ideal: 1440 } };
  try {
    return await devices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: facing }, ...size },
    });
  } catch (error) {
    throw new CameraError(cameraFailureOf(error));
  }
}

export function endTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
