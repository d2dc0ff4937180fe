import { useState } from 'preact/hooks';
import { Button } from '../../look/button.tsx';
import { usePage } from '../../look/page-context.ts';

/** Gives the link to the applicant, for a browser that has a camera. It goes to the clipboard only when asked. */
export function CopyLink() {
  const { say, conductor } = usePage();
  const [state, setState] = useState<'not-yet' | 'copied' | 'failed'>('not-yet');

  function copy(): void {
    conductor.dispatch({ kind: 'link-copied' });
    const clipboard = navigator.clipboard as Clipboard | undefined;
    if (clipboard === undefined) {
      setState('failed');
      return;
    }
    clipboard.writeText(location.href).then(
      () => setState('copied'),
      () => setState('failed'),
    );
  }

  return (
    <div class="copy">
      <Button weight="equal" onPress={copy}>
        {say('trouble.copy')}
      </Button>
      <p role="status">
        {state === 'copied' ? say('trouble.copied') : null}
        {state === 'failed' ? say('trouble.copy-failed') : null}
      </p>
      {state === 'failed' ? <p class="link">{location.href}</p> : null}
    </div>
  );
}
