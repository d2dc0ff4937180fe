import { Button } from '../../look/button.tsx';
import { Motif } from '../../look/motif.tsx';
import { usePage } from '../../look/page-context.ts';
import { Screen } from '../../look/screen.tsx';
import { ChooseRoute } from './choose-route.tsx';

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
  const kicker = say('welcome.asked', { operator: view.mobileOperatorName, kind });
  const { routes = [] } = view;
  // The choice comes first where there is one: who chooses another way need not read about the face.
  if (routes.length > 1) {
    return (
      <Screen kicker={kicker} title={say('routes.title')}>
        <p>{say('routes.body')}</p>
        <ChooseRoute routes={routes} />
        <LendingWarning />
        <h2>{say('routes.about-face')}</h2>
        <AboutFace />
      </Screen>
    );
  }
  return (
    <Screen
      kicker={kicker}
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
      <AboutFace />
      <LendingWarning />
      <Limits />
    </Screen>
  );
}

function AboutFace() {
  const { stage, say } = usePage();
  const isChoice = (stage.flow.view?.routes ?? []).length > 1;
  return (
    <>
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
      {isChoice ? <Limits /> : null}
    </>
  );
}

function LendingWarning() {
  const { say } = usePage();
  return (
    <section class="note note-warning">
      <h2>{say('welcome.warning')}</h2>
      <p>{say('welcome.warning.body')}</p>
    </section>
  );
}

function Limits() {
  const { stage, say } = usePage();
  const isAsked = (stage.flow.view?.challengeProfiles ?? []).length > 0;
  return <p class="small">{say(isAsked ? 'welcome.limits' : 'welcome.limits.unasked')}</p>;
}
