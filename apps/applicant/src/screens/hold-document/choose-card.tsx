import { useRef } from 'preact/hooks';
import type { CardProblem } from '../../flow/flow.ts';
import { Button } from '../../look/button.tsx';
import { Motif } from '../../look/motif.tsx';
import { usePage } from '../../look/page-context.ts';
import { Screen } from '../../look/screen.tsx';
import { wordsOfCardProblem } from '../../wording/words-of.ts';
import { ChooseSample } from './choose-sample.tsx';

const TIPS = ['card.tip.flat', 'card.tip.glare', 'card.tip.number'] as const;

/** Camera or file; in a demonstration also a sample applicant. */
export function ChooseCard({ problem }: { readonly problem: CardProblem | undefined }) {
  const { stage, conductor, say } = usePage();
  const fileInput = useRef<HTMLInputElement>(null);

  function takeChosenFile(): void {
    const input = fileInput.current;
    const file = input?.files?.[0];
    if (input === null || file === undefined) return;
    conductor.takeCardFile(file);
    // The same file may be chosen again after a refusal.
    input.value = '';
  }

  return (
    <Screen
      part={problem}
      title={say(problem === undefined ? 'card.choosing.title' : 'card.again.title')}
      actions={
        <>
          <p class="opening" role="status">
            {stage.cardOpening ? say('card.opening') : ''}
          </p>
          <Button onPress={() => conductor.dispatch({ kind: 'card-camera-wanted' })}>
            {say('card.by-camera')}
          </Button>
          <Button weight="equal" onPress={() => fileInput.current?.click()}>
            {say('card.by-file')}
          </Button>
          <input
            ref={fileInput}
            class="unseen"
            type="file"
            accept="image/*"
            tabIndex={-1}
            aria-hidden="true"
            data-part="card-file"
            onChange={takeChosenFile}
          />
        </>
      }
    >
      {problem === undefined ? null : (
        // A new element for each refusal, so that the same one twice is read out twice.
        <p class="note note-problem" role="alert" key={problem}>
          {say(wordsOfCardProblem(problem))}
        </p>
      )}
      <p>{say('card.choosing.body')}</p>
      <Motif pose="card" />
      <ul class="tips">
        {TIPS.map((tip) => (
          <li key={tip}>{say(tip)}</li>
        ))}
      </ul>
      {stage.flow.view?.demonstration === true ? <ChooseSample /> : null}
      <p class="ways-out">
        <Button weight="quiet" onPress={() => conductor.dispatch({ kind: 'face-route-declined' })}>
          {say('page.other-route')}
        </Button>
      </p>
    </Screen>
  );
}
