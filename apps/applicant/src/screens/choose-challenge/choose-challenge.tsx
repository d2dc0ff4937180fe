import type { ChallengeProfile } from '@bonin/core';
import { useState } from 'preact/hooks';
import { Button } from '../../look/button.tsx';
import { usePage } from '../../look/page-context.ts';
import { Screen } from '../../look/screen.tsx';
import { ABOUT_SECONDS } from './about-seconds.ts';
import { VoiceChoice } from './voice-choice.tsx';

/**
 * What will be asked for, the warning about colours, and the kind of challenge that suits this person: before the face
 * camera opens. Who needs a kind that is not offered here is told of another way.
 */
export function ChooseChallenge() {
  const { stage, conductor, say } = usePage();
  const { view, profile } = stage.flow;
  const offered = view?.challengeProfiles ?? [];
  const [wanted, setWanted] = useState(profile);
  const chosen = wanted !== undefined && offered.includes(wanted) ? wanted : offered[0];
  return (
    <Screen
      title={say('challenge.choose.title')}
      actions={
        <>
          <Button
            disabled={chosen === undefined}
            onPress={() => {
              if (chosen !== undefined)
                conductor.dispatch({ kind: 'challenge-chosen', profile: chosen });
            }}
          >
            {say('challenge.choose.go')}
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
      <p>{say('challenge.choose.body')}</p>
      <ColourWarning offered={offered} />
      {offered.length > 1 ? (
        <fieldset class="kinds">
          <legend>{say('challenge.choose.legend')}</legend>
          {offered.map((kind) => (
            <label key={kind}>
              <input
                type="radio"
                name="kind"
                value={kind}
                checked={kind === chosen}
                onChange={() => setWanted(kind)}
              />
              <KindWords kind={kind} />
            </label>
          ))}
        </fieldset>
      ) : null}
      {offered.length === 1 && chosen !== undefined ? (
        <p>
          {say(`challenge.kind.${chosen}.more`)}{' '}
          {say('challenge.about', { seconds: ABOUT_SECONDS[chosen] })}
        </p>
      ) : null}
      {offered.includes('no-motion') ? null : <p>{say('challenge.no-motion.elsewhere')}</p>}
      <VoiceChoice />
    </Screen>
  );
}

function KindWords({ kind }: { readonly kind: ChallengeProfile }) {
  const { say } = usePage();
  return (
    <span>
      <strong>{say(`challenge.kind.${kind}`)}</strong>
      <span>
        {say(`challenge.kind.${kind}.more`)}{' '}
        {say('challenge.about', { seconds: ABOUT_SECONDS[kind] })}
      </span>
    </span>
  );
}

/** Stands before anything that could be started, wherever colours may come. */
function ColourWarning({ offered }: { readonly offered: readonly ChallengeProfile[] }) {
  const { say } = usePage();
  if (offered.every((kind) => kind === 'no-colour')) return null;
  return (
    <section class="note note-warning">
      <h2>{say('challenge.colours')}</h2>
      <p>
        {say(
          offered.includes('no-colour') ? 'challenge.colours.here' : 'challenge.colours.elsewhere',
        )}
      </p>
    </section>
  );
}
