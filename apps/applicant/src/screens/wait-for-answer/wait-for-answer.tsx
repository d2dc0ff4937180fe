import { Motif } from '../../look/motif.tsx';
import { usePage } from '../../look/page-context.ts';
import { Screen } from '../../look/screen.tsx';

export function WaitForAnswer() {
  const { say } = usePage();
  return (
    <Screen title={say('waiting.title')}>
      <Motif pose="nearing" />
      <p role="status">{say('waiting.body')}</p>
    </Screen>
  );
}
