import type { Locale } from '@bonin/protocol/consent-text';
import type { ComponentChildren } from 'preact';
import type { Place } from '../flow/flow.ts';
import { LanguageChoice } from './language-choice.tsx';
import { Mark } from './motif.tsx';
import { usePage } from './page-context.ts';

const STEPS = ['page.step.card', 'page.step.face', 'page.step.answer'] as const;

interface PageFrameProps {
  readonly children: ComponentChildren;
  readonly onLocale: (locale: Locale) => void;
}

/** What stands around every screen: the name, the languages, where one is. */
export function PageFrame({ children, onLocale }: PageFrameProps) {
  const { stage, say } = usePage();
  const { flow } = stage;
  const step = stepOf(flow.place, flow.profile !== undefined);
  // Somebody who looks into the camera is not to be led away from it, and has the screen for it.
  const isFilmed =
    flow.place.kind === 'look-at-camera' &&
    (flow.place.step === 'counting-down' || flow.place.step === 'capturing');
  const offline = flow.connection === 'lost' && flow.place.kind !== 'trouble';
  return (
    <div class={isFilmed ? 'frame frame-filmed' : 'frame'}>
      <a class="skip" href="#content" onClick={skipToContent}>
        {say('page.skip')}
      </a>
      {isFilmed ? null : <Head onLocale={onLocale} />}
      {step === undefined || isFilmed ? null : <Steps step={step} />}
      {flow.view?.demonstration === true && !isFilmed ? (
        <p class="ribbon">{say('page.demonstration')}</p>
      ) : null}
      <p class={offline ? 'offline' : 'offline offline-none'} role="status">
        {offline ? say('page.offline') : ''}
      </p>
      {children}
    </div>
  );
}

function Head({ onLocale }: Pick<PageFrameProps, 'onLocale'>) {
  const { locale, say } = usePage();
  return (
    <header class="head">
      <p class="name">
        <Mark />
        <span>{say('page.name')}</span>
      </p>
      <LanguageChoice locale={locale} label={say('page.language')} onLocale={onLocale} />
    </header>
  );
}

// The fragment of this page's address is the capture link's token and must not be overwritten.
function skipToContent(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('h1')?.focus();
}

function Steps({ step }: { readonly step: number }) {
  const { say } = usePage();
  const name = say(STEPS[step] ?? STEPS[0]);
  return (
    <div class="steps">
      <p class="unseen">{say('page.step', { step: step + 1, total: STEPS.length, name })}</p>
      <ol aria-hidden="true">
        {STEPS.map((key, at) => (
          <li key={key} class={at < step ? 'done' : at === step ? 'now' : 'next'}>
            {say(key)}
          </li>
        ))}
      </ol>
    </div>
  );
}

function stepOf(place: Place, isChosen: boolean): number | undefined {
  switch (place.kind) {
    case 'hold-document':
      // The card is looked at after the kind of challenge was chosen: nobody is led back.
      return place.step === 'checking' && isChosen ? 1 : 0;
    case 'choose-challenge':
    case 'look-at-camera':
      return 1;
    case 'wait-for-answer':
    case 'try-again':
      return 2;
    default:
      return undefined;
  }
}
