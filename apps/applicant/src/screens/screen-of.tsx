import type { Place } from '../flow/flow.ts';
import { ChooseChallenge } from './choose-challenge/choose-challenge.tsx';
import { Consent } from './consent/consent.tsx';
import { HoldDocument } from './hold-document/hold-document.tsx';
import { Interrupted } from './interrupted/interrupted.tsx';
import { LookAtCamera } from './look-at-camera/look-at-camera.tsx';
import { Opening } from './opening/opening.tsx';
import { ReadAnswer } from './read-answer/read-answer.tsx';
import { TryAgain } from './try-again/try-again.tsx';
import { Trouble } from './trouble/trouble.tsx';
import { WaitForAnswer } from './wait-for-answer/wait-for-answer.tsx';
import { Welcome } from './welcome/welcome.tsx';

/** The screen of a place. A new key is a new screen: its heading takes the focus. */
export function ScreenOf({ place }: { readonly place: Place }) {
  switch (place.kind) {
    case 'opening':
      return <Opening />;
    case 'welcome':
      return <Welcome />;
    case 'consent':
      return <Consent sent={place.sent} />;
    case 'hold-document':
      return <HoldDocument key={place.step} step={place.step} problem={place.problem} />;
    case 'choose-challenge':
      return <ChooseChallenge />;
    case 'look-at-camera':
      return <LookAtCamera step={place.step} guidance={place.guidance} />;
    case 'wait-for-answer':
      return <WaitForAnswer />;
    case 'try-again':
      return <TryAgain outcome={place.outcome} />;
    case 'interrupted':
      return <Interrupted cause={place.cause} />;
    case 'answer':
      return <ReadAnswer answer={place.answer} />;
    case 'trouble':
      return <Trouble key={place.trouble.kind} trouble={place.trouble} />;
  }
}
