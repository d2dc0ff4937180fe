import type { FinalAnswer } from '../../flow/flow.ts';
import { Motif, type MotifPose } from '../../look/motif.tsx';
import { usePage } from '../../look/page-context.ts';
import { Screen } from '../../look/screen.tsx';
import { wordsOfRoute } from '../welcome/words-of-route.ts';
import { ReceiptPanel } from '../../receipt/receipt-panel.tsx';

const POSES: Readonly<Record<FinalAnswerKind, MotifPose>> = {
  accepted: 'together',
  'attempts-exhausted': 'parted',
  'captures-exhausted': 'parted',
  'face-route-left': 'apart',
  expired: 'broken',
  'not-required': 'together',
  'already-answered': 'apart',
};

type FinalAnswerKind =
  Exclude<FinalAnswer['kind'], 'refused'> | Extract<FinalAnswer, { kind: 'refused' }>['ground'];

/** The end of this check: what it means and where to go on. */
export function ReadAnswer({ answer }: { readonly answer: FinalAnswer }) {
  const { stage, say } = usePage();
  const { view, attempted, leaving, chosenRoute } = stage.flow;
  const kind = answer.kind === 'refused' ? answer.ground : answer.kind;
  const accepted = answer.kind === 'accepted';
  const isBehindAttempt =
    attempted || accepted || kind === 'attempts-exhausted' || kind === 'captures-exhausted';
  const hasResult = accepted || answer.kind === 'refused';
  return (
    <Screen
      title={say(`answer.${kind}.title`)}
      actions={
        view?.returnUrl === undefined ? (
          <p class="small">{say('answer.close')}</p>
        ) : (
          <a class="button button-main" href={view.returnUrl} rel="noreferrer">
            {say('answer.return', { operator: view.mobileOperatorName })}
          </a>
        )
      }
    >
      <Motif pose={POSES[kind]} />
      <p class="lead" data-answer={kind}>
        {say(`answer.${kind}.body`)}
      </p>
      <section class={accepted ? 'note note-good' : 'note'}>
        <p>
          {kind === 'face-route-left' && chosenRoute !== undefined
            ? say('answer.face-route-left.chosen', { route: wordsOfRoute(chosenRoute, say).name })
            : say(`answer.${kind}.next`)}
        </p>
      </section>
      {hasResult ? <p class="small">{say('answer.kept')}</p> : null}
      {/* Asked for anew when the service has heard of the leaving: an attempt that was running has ended by then. */}
      <ReceiptPanel key={String(leaving)} expected={isBehindAttempt} />
    </Screen>
  );
}
