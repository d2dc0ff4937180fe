import { useState } from 'preact/hooks';
import { COUNTDOWN_MS } from '../../flow/steps.ts';
import { useSecondsUntil } from '../../look/use-seconds-until.ts';

/** The seconds until the first picture is taken. They change calmly; nothing flashes. */
export function Countdown() {
  const [startsAt] = useState(() => performance.now() + COUNTDOWN_MS);
  const seconds = useSecondsUntil(startsAt);
  return (
    <p class="countdown" aria-hidden="true">
      {Math.max(1, seconds)}
    </p>
  );
}
