/**
 * Plays a camera. Where the browser wants a touch first (a phone that saves power does), it plays with the
 * next one; until then the picture stands still.
 *
 * @returns stops waiting for that touch
 */
export function playMuted(video: HTMLVideoElement): () => void {
  const waiting = new AbortController();
  video.play().catch(() => {
    if (waiting.signal.aborted) return;
    const playNow = (): void => {
      // Refused even now: there is no picture, and the way out is on the screen.
      video.play().catch(() => undefined);
    };
    document.addEventListener('pointerup', playNow, { once: true, signal: waiting.signal });
  });
  return () => {
    waiting.abort();
  };
}
