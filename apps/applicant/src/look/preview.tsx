import { useEffect, useRef } from 'preact/hooks';

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
    if (stream !== undefined) {
      element.play().catch(() => {
        // Autoplay refused: the picture stands still until the next touch, nothing is lost by it.
      });
    }
    return () => {
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
