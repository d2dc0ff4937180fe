import { CarrierError } from './carrier-api.ts';
import { usePage } from './page-context.ts';
import { keyOr } from './wording/say.ts';

/** The code of whatever went wrong; what is no answer of the carrier's own server is a fault of this page. */
export function codeOfFault(error: unknown): string {
  return error instanceof CarrierError ? error.code : 'INTERNAL';
}

export function Fault({ code, onAgain }: { readonly code: string; readonly onAgain: () => void }) {
  const { say } = usePage();
  return (
    <section class="sheet fault" role="alert">
      <p>{say(keyOr(`fault.${code}`, 'fault.other'), { code })}</p>
      <button type="button" class="button" onClick={onAgain}>
        {say('fault.again')}
      </button>
    </section>
  );
}
