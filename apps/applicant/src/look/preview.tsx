import { useEffect, useRef } from 'preact/hooks';
import { playMuted } from '../capture/play-muted.ts';

interface PreviewProps {
  readonly stream: MediaStream | undefined;
  readonly mirrored?: boolean;
  readonly label: string;
}

/** Shows a camera. Lets go of the stream when it leaves the screen. */
export function Preview({ stream, mirrored = false, label }: PreviewProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    element.srcObject = stream ?? null;
    const stopPlaying = stream === undefined ? undefined : playMuted(element);
    return () => {
      stopPlaying?.();
      element.srcObject = null;
    };
  }, [stream]);
  return (
    <video
      ref={video}
      class={mirrored ? 'preview preview-mirrored' : 'preview'}
      muted
      playsInline
      aria-label={label}
    />
  );
}
