import { isChallenged } from '../../flow/steps.ts';
import { usePage } from '../../look/page-context.ts';
import { useSecondsUntil } from '../../look/use-seconds-until.ts';

/** How far it has come, as a bar or in steps, and how much time is left. */
export function Progress({ share }: { readonly share: number }) {
  const { stage, say } = usePage();
  const seconds = useSecondsUntil(stage.captureEndsAt);
  const { asked } = stage.flow;
  const timeLeft = say('face.time-left', { seconds });
  if (isChallenged(stage.flow)) {
    return (
      <p class="progress">
        {asked === undefined ? null : (
          <span>{say('challenge.place', { place: asked.place, of: asked.of })}</span>
        )}
        <span>{timeLeft}</span>
      </p>
    );
  }
  return (
    <div class="progress">
      <progress aria-label={say('face.progress')} max={100} value={Math.round(share * 100)} />
      <p class="small">{timeLeft}</p>
    </div>
  );
}
