import type { WordingKey } from '../../wording/say.ts';
import { Button } from '../../look/button.tsx';
import { Motif } from '../../look/motif.tsx';
import { usePage } from '../../look/page-context.ts';
import { Screen } from '../../look/screen.tsx';
import { ReceiptFold } from '../../receipt/receipt-panel.tsx';

const TIPS: readonly WordingKey[] = [
  'again.tip.light',
  'again.tip.bright',
  'again.tip.behind',
  'again.tip.level',
  'again.tip.glasses',
  'again.tip.card',
];

/** Not confirmed, or not good enough: what to change, how often it may be tried, and the other way. */
export function TryAgain({ outcome }: { readonly outcome: 'not-confirmed' | 'capture-unusable' }) {
  const { stage, conductor, say } = usePage();
  const { view, hints } = stage.flow;
  const tips = hints.length > 0 ? hints.map((hint) => `face.guidance.${hint}` as const) : TIPS;
  return (
    <Screen
      title={say(`again.${outcome}.title`)}
      actions={
        <>
          <Button onPress={() => conductor.dispatch({ kind: 'went-on' })}>{say('again.go')}</Button>
          <Button
            weight="equal"
            onPress={() => conductor.dispatch({ kind: 'face-route-declined' })}
          >
            {say('page.other-route')}
          </Button>
        </>
      }
    >
      <Motif pose="parted" />
      <p class="lead" data-outcome={outcome}>
        {say(`again.${outcome}.body`)}
      </p>
      {view === undefined ? null : (
        <p class="attempts">
          {say('again.left', { left: view.attemptsLeft, max: view.attemptsMax })}
        </p>
      )}
      <h2>{say('again.tips')}</h2>
      <ul class="tips">
        {tips.map((tip) => (
          <li key={tip}>{say(tip)}</li>
        ))}
      </ul>
      <WaysOut />
      <ReceiptFold />
    </Screen>
  );
}

export function WaysOut() {
  const { stage, conductor, say } = usePage();
  const { view, cardHeld } = stage.flow;
  const isChoice = cardHeld && (view?.challengeProfiles ?? []).length > 1;
  return (
    <p class="ways-out">
      {isChoice ? (
        <Button
          weight="quiet"
          onPress={() => conductor.dispatch({ kind: 'challenge-choice-wanted' })}
        >
          {say('again.choose')}
        </Button>
      ) : null}
      <Button weight="quiet" onPress={() => conductor.dispatch({ kind: 'new-card-wanted' })}>
        {say('again.new-card')}
      </Button>
      <Button weight="quiet" onPress={() => conductor.dispatch({ kind: 'consent-withdrawn' })}>
        {say('again.withdraw')}
      </Button>
    </p>
  );
}
