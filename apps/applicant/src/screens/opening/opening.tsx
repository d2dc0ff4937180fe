import { Motif } from '../../look/motif.tsx';
import { usePage } from '../../look/page-context.ts';
import { Screen } from '../../look/screen.tsx';

export function Opening() {
  const { stage, say } = usePage();
  return (
    <Screen title={say('opening.title')}>
      <Motif pose="apart" />
      <p role="status">{say(stage.flow.tries > 1 ? 'opening.again' : 'opening.body')}</p>
    </Screen>
  );
}
