import { Button } from '../../look/button.tsx';
import { Motif } from '../../look/motif.tsx';
import { usePage } from '../../look/page-context.ts';
import { Screen } from '../../look/screen.tsx';

const STEPS = [
  ['welcome.step.card', 'welcome.step.card.more'],
  ['welcome.step.face', 'welcome.step.face.more'],
  ['welcome.step.answer', 'welcome.step.answer.more'],
] as const;

/** What will happen, who asked, where it goes, and the choice of route: before any camera opens. */
export function Welcome() {
  const { stage, conductor, say } = usePage();
  const { view } = stage.flow;
  if (view === undefined) return null;
  const kind = say(`kind.${view.registrationKind}`);
  return (
    <Screen
      kicker={say('welcome.asked', { operator: view.mobileOperatorName, kind })}
      title={say('welcome.title')}
      actions={
        <>
          <Button onPress={() => conductor.dispatch({ kind: 'face-route-chosen' })}>
            {say('welcome.go')}
          </Button>
          <Button
            weight="equal"
            onPress={() => conductor.dispatch({ kind: 'face-route-declined' })}
          >
            {say('page.other-route')}
          </Button>
        </>
      }
    >
      <Motif pose="apart" />
      <h2>{say('welcome.steps')}</h2>
      <ol class="plan">
        {STEPS.map(([name, more]) => (
          <li key={name}>
            <strong>{say(name)}</strong>
            <span>{say(more)}</span>
          </li>
        ))}
      </ol>
      <h2>{say('welcome.where')}</h2>
      <p>{say('welcome.where.body')}</p>
      <section class="note note-warning">
        <h2>{say('welcome.warning')}</h2>
        <p>{say('welcome.warning.body')}</p>
      </section>
      <p class="small">
        {say(view.challengeProfiles.length > 0 ? 'welcome.limits' : 'welcome.limits.unasked')}
      </p>
    </Screen>
  );
}
