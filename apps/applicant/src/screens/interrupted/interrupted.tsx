import type { InterruptionCause } from '../../flow/flow.ts';
import { Button } from '../../look/button.tsx';
import { Motif } from '../../look/motif.tsx';
import { usePage } from '../../look/page-context.ts';
import { Screen } from '../../look/screen.tsx';
import { ReceiptFold } from '../../receipt/receipt-panel.tsx';
import { WaysOut } from '../try-again/try-again.tsx';

/**
 * A capture that did not come to its answer. That nothing was counted is said wherever it is known: everywhere
 * but after pictures whose answer did not arrive.
 */
export function Interrupted({ cause }: { readonly cause: InterruptionCause }) {
  const { stage, conductor, say } = usePage();
  return (
    <Screen
      title={say(`interrupted.${cause}.title`)}
      actions={
        <>
          <Button onPress={() => conductor.dispatch({ kind: 'went-on' })}>
            {say('interrupted.go')}
          </Button>
          <Button
            weight="equal"
            onPress={() => conductor.dispatch({ kind: 'face-route-declined' })}
          >
            {say('page.other-route')}
          </Button>
        </>
      }
    >
      <Motif pose="apart" />
      <p class="lead" data-interruption={cause}>
        {say(`interrupted.${cause}.body`)}
      </p>
      <WaysOut />
      {stage.flow.attempted ? <ReceiptFold /> : null}
    </Screen>
  );
}
