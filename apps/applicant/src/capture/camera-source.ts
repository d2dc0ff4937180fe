import { watchCamera } from './camera-moments.ts';
import { endTracks, openCamera } from './camera-stream.ts';
import type { CardSource, FrameSource } from './frame-source.ts';
import { makeLightMeter } from './light-meter.ts';
import { encodeCard, encodeFrame } from './picture.ts';
import { playMuted } from './play-muted.ts';
import { CARD_STAGE, FACE_STAGE, shownPart, type Shape } from './shown-part.ts';

/** A video element that plays a camera; off the page, so that screens may come and go. */
interface Viewer {
  readonly stream: MediaStream;
  readonly video: HTMLVideoElement;
  readonly isReady: () => boolean;
  readonly close: () => void;
}

async function openViewer(facing: 'user' | 'environment', onEnded: () => void): Promise<Viewer> {
  const stream = await openCamera(facing);
  for (const track of stream.getTracks()) track.addEventListener('ended', onEnded);
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.className = 'viewer';
  video.setAttribute('aria-hidden', 'true');
  // In the page, though not seen: some phones give no pictures to an element outside of it.
  document.body.append(video);
  video.srcObject = stream;
  const stopPlaying = playMuted(video);
  return {
    stream,
    video,
    isReady: () => video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.videoWidth > 0,
    close: () => {
      for (const track of stream.getTracks()) track.removeEventListener('ended', onEnded);
      endTracks(stream);
      stopPlaying();
      video.srcObject = null;
      video.remove();
    },
  };
}

/** What the person sees of it: nothing else of the room is sealed. */
function seenPart({ videoWidth, videoHeight }: HTMLVideoElement, stage: Shape) {
  return shownPart({ width: videoWidth, height: videoHeight }, stage);
}

/** Opens the front camera for live frames. Ends with the track, which is then reported once. */
export async function openFaceCamera(onEnded: () => void): Promise<FrameSource> {
  const viewer = await openViewer('user', onEnded);
  const meter = makeLightMeter();
  const moments = watchCamera(viewer.video);
  return {
    preview: viewer.stream,
    mirrored: true,
    async nextFrame() {
      if (!viewer.isReady()) return undefined;
      const takenAtMs = await moments.next();
      if (takenAtMs === undefined) return undefined;
      const image = await encodeFrame(viewer.video, seenPart(viewer.video, FACE_STAGE));
      return { image, takenAtMs };
    },
    see: () => undefined,
    light: () =>
      viewer.isReady() ? meter.read(viewer.video, seenPart(viewer.video, FACE_STAGE)) : undefined,
    close: viewer.close,
  };
}

/** Opens the rear camera for the card. */
export async function openCardCamera(onEnded: () => void): Promise<CardSource> {
  const viewer = await openViewer('environment', onEnded);
  return {
    preview: viewer.stream,
    async takePicture() {
      if (!viewer.isReady()) return undefined;
      return encodeCard(viewer.video, seenPart(viewer.video, CARD_STAGE));
    },
    close: viewer.close,
  };
}
