import { useEffect, useState } from 'preact/hooks';

function secondsUntil(moment: number | undefined): number {
  return moment === undefined ? 0 : Math.max(0, Math.ceil((moment - performance.now()) / 1000));
}

/** Whole seconds until a moment of `performance.now()`, kept up to date. */
export function useSecondsUntil(moment: number | undefined): number {
  const [seconds, setSeconds] = useState(() => secondsUntil(moment));
  useEffect(() => {
    setSeconds(secondsUntil(moment));
    if (moment === undefined) return;
    const timer = setInterval(() => {
      setSeconds(secondsUntil(moment));
    }, 250);
    return () => {
      clearInterval(timer);
    };
  }, [moment]);
  return seconds;
}
