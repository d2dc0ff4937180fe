import type { CardProblem, CardStep } from '../../flow/flow.ts';
import { Button } from '../../look/button.tsx';
import { Motif } from '../../look/motif.tsx';
import { usePage } from '../../look/page-context.ts';
import { Preview } from '../../look/preview.tsx';
import { Screen } from '../../look/screen.tsx';
import { ChooseCard } from './choose-card.tsx';

interface HoldDocumentProps {
  readonly step: CardStep;
  readonly problem: CardProblem | undefined;
}

export function HoldDocument({ step, problem }: HoldDocumentProps) {
  switch (step) {
    case 'choosing':
      return <ChooseCard problem={problem} />;
    case 'framing':
      return <FrameCard />;
    case 'reviewing':
      return <ReviewCard />;
    case 'checking':
      return <CheckCard />;
  }
}

function FrameCard() {
  const { stage, conductor, say } = usePage();
  const ready = stage.cardPreview !== undefined;
  return (
    <Screen
      title={say('card.framing.title')}
      actions={
        <>
          <Button disabled={!ready} onPress={() => conductor.takeCardPicture()}>
            {say('card.shutter')}
          </Button>
          <Button weight="quiet" onPress={() => conductor.dispatch({ kind: 'stop-pressed' })}>
            {say('page.stop')}
          </Button>
        </>
      }
    >
      <div class="stage stage-card">
        <Preview stream={stage.cardPreview} label={say('card.framing.title')} />
        <svg class="outline" viewBox="0 0 100 75" aria-hidden="true" preserveAspectRatio="none">
          <path class="outline-cover" fill-rule="evenodd" d="M0 0H100V75H0ZM6 13H94V62H6Z" />
        </svg>
        <span class="corner-frame" aria-hidden="true" />
      </div>
      <p role="status">{say(ready ? 'card.framing.body' : 'card.framing.opening')}</p>
    </Screen>
  );
}

function ReviewCard() {
  const { stage, conductor, say } = usePage();
  return (
    <Screen
      title={say('card.reviewing.title')}
      actions={
        <>
          <Button onPress={() => conductor.dispatch({ kind: 'card-confirmed' })}>
            {say('card.use')}
          </Button>
          <Button weight="equal" onPress={() => conductor.dispatch({ kind: 'card-retake-wanted' })}>
            {say('card.retake')}
          </Button>
        </>
      }
    >
      <p>{say('card.reviewing.body')}</p>
      {stage.cardPictureUrl === undefined ? null : (
        <img class="card-picture" src={stage.cardPictureUrl} alt={say('card.picture')} />
      )}
    </Screen>
  );
}

function CheckCard() {
  const { conductor, say } = usePage();
  return (
    <Screen
      title={say('card.checking.title')}
      actions={
        <Button weight="quiet" onPress={() => conductor.dispatch({ kind: 'stop-pressed' })}>
          {say('page.stop')}
        </Button>
      }
    >
      <Motif pose="card" />
      <p role="status">{say('card.checking.body')}</p>
    </Screen>
  );
}
