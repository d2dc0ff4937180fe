/**
 * Keeps the screen from going off while somebody looks into the camera without touching anything. Where the
 * browser cannot or will not, the capture goes on as it would have.
 *
 * @returns lets the screen go off again
 */
export function keepScreenAwake(): () => void {
  // Typed as always there; older browsers have none.
  const wakeLock = navigator.wakeLock as WakeLock | undefined;
  let isWanted = true;
  let lock: WakeLockSentinel | undefined;
  const release = (): void => {
    // A lock that the browser has taken back already is as good as released.
    lock?.release().catch(() => undefined);
    lock = undefined;
  };
  wakeLock?.request('screen').then(
    (granted) => {
      lock = granted;
      if (!isWanted) release();
    },
    () => undefined,
  );
  return () => {
    isWanted = false;
    release();
  };
}
