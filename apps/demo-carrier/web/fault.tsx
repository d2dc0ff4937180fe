import { usePage } from './page-context.ts';
import { keyOr } from './wording/say.ts';

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
