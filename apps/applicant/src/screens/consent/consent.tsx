import { CONSENT_TEXTS } from '@bonin/protocol/consent-text';
import { Button } from '../../look/button.tsx';
import { usePage } from '../../look/page-context.ts';
import { Screen } from '../../look/screen.tsx';

/** The consent, by itself, with two equal answers and nothing chosen beforehand. */
export function Consent({ sent }: { readonly sent: boolean }) {
  const { conductor, locale, say } = usePage();
  const text = CONSENT_TEXTS[locale];
  return (
    <Screen
      kicker={say('consent.kicker')}
      title={text.title}
      actions={
        <div class="choice">
          <Button
            weight="equal"
            disabled={sent}
            onPress={() => conductor.dispatch({ kind: 'consent-agreed', locale })}
          >
            {text.agree}
          </Button>
          <Button
            weight="equal"
            disabled={sent}
            onPress={() => conductor.dispatch({ kind: 'face-route-declined' })}
          >
            {text.decline}
          </Button>
        </div>
      }
    >
      <dl class="matters">
        {text.matters.map(([heading, sentence]) => (
          <div key={heading}>
            <dt>{heading}</dt>
            <dd>{sentence}</dd>
          </div>
        ))}
      </dl>
      <p class="small" role="status">
        {sent ? say('consent.sending') : ''}
      </p>
    </Screen>
  );
}
