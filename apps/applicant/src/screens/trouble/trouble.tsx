import type { Trouble as TroubleValue } from '../../flow/flow.ts';
import { Button } from '../../look/button.tsx';
import { Motif } from '../../look/motif.tsx';
import { usePage } from '../../look/page-context.ts';
import { Screen } from '../../look/screen.tsx';
import { useSecondsUntil } from '../../look/use-seconds-until.ts';
import { wordsOfTrouble } from '../../wording/words-of.ts';
import { CopyLink } from './copy-link.tsx';

/** Something stands in the way: what, whose doing, and how to go on. */
export function Trouble({ trouble }: { readonly trouble: TroubleValue }) {
  const { stage, conductor, say, inAppBrowser } = usePage();
  const { title, body } = wordsOfTrouble(trouble, inAppBrowser);
  const app = inAppBrowser === undefined ? '' : say(`app.${inAppBrowser}`);
  // Another program that holds the camera would hold it for any other browser as well.
  const isElsewhereBetter =
    trouble.kind === 'camera' && (trouble.reason !== 'in-use' || inAppBrowser !== undefined);
  return (
    <Screen
      title={say(title)}
      actions={
        <>
          <Retry trouble={trouble} />
          {trouble.kind === 'camera' && trouble.during !== 'welcome' ? (
            <Button weight="equal" onPress={() => conductor.dispatch({ kind: 'new-card-wanted' })}>
              {say('trouble.card-instead')}
            </Button>
          ) : null}
          {stage.flow.view === undefined ? null : (
            <Button
              weight="equal"
              onPress={() => conductor.dispatch({ kind: 'face-route-declined' })}
            >
              {say('page.other-route')}
            </Button>
          )}
        </>
      }
    >
      <Motif pose="broken" />
      <p class="lead" data-trouble={trouble.kind}>
        {say(body, { app })}
      </p>
      {trouble.kind === 'booths-taken' ? <Wait /> : null}
      {trouble.kind === 'fault' && trouble.correlationId !== undefined ? (
        <p class="small">{say('trouble.correlation', { id: trouble.correlationId })}</p>
      ) : null}
      {isElsewhereBetter ? <CopyLink /> : null}
    </Screen>
  );
}

function Retry({ trouble }: { readonly trouble: TroubleValue }) {
  const { conductor, say } = usePage();
  switch (trouble.kind) {
    case 'link-missing':
    case 'insecure-context':
    case 'page-outdated':
      return <Button onPress={() => location.reload()}>{say('trouble.reload')}</Button>;
    default:
      return (
        <Button onPress={() => conductor.dispatch({ kind: 'retry-pressed' })}>
          {say('trouble.retry')}
        </Button>
      );
  }
}

function Wait() {
  const { stage, say } = usePage();
  const seconds = useSecondsUntil(stage.retryAt);
  return <p class="attempts">{say('trouble.booths-taken.wait', { seconds })}</p>;
}
