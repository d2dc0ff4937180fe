import { useEffect, useState } from 'preact/hooks';
import type { OrderView, RegistrationResource } from '../src/order.ts';
import { loadOrder } from './carrier-api.ts';
import { Fault, codeOfFault } from './fault.tsx';
import { HandOver } from './hand-over.tsx';
import { Kept } from './kept.tsx';
import { usePage } from './page-context.ts';
import { Result } from './result.tsx';

const POLL_MS = 1_000;
/** Questions in a row that may fail before the page stops asking and says so. */
const FAILURES_MAX = 5;

interface FollowOrderProps {
  readonly first: OrderView;
  readonly onAnother: () => void;
}

/** From the link to the result and its receipt: asks how it stands until it stands still. */
export function FollowOrder({ first, onAnother }: FollowOrderProps) {
  const { say } = usePage();
  const [{ order, registration }, setView] = useState(first);
  const [fault, setFault] = useState<string>();
  const finished = isFinished(registration);
  const isSettled = finished && !isReceiptAwaited(registration);

  useEffect(() => {
    if (isSettled || fault !== undefined) return;
    let failures = 0;
    const timer = setInterval(() => {
      loadOrder(order.id).then(
        (view) => {
          failures = 0;
          setView(view);
        },
        (error: unknown) => {
          failures += 1;
          const code = codeOfFault(error);
          // A carrier that does not know the order will not know it with the next question either.
          if (code === 'ORDER_UNKNOWN' || failures >= FAILURES_MAX) setFault(code);
        },
      );
    }, POLL_MS);
    return () => {
      clearInterval(timer);
    };
  }, [isSettled, fault, order.id]);

  function goOnAfterFault(): void {
    if (fault === 'ORDER_UNKNOWN') onAnother();
    else setFault(undefined);
  }

  return (
    <>
      {fault === undefined ? null : <Fault code={fault} onAgain={goOnAfterFault} />}
      {finished ? null : <HandOver order={order} />}
      <Standing registration={registration} orderReference={order.orderReference} />
      {finished ? (
        <>
          <Result order={order} registration={registration} />
          <Kept orderId={order.id} />
          <p class="another">
            <button type="button" class="button" onClick={onAnother}>
              {say('order.another')}
            </button>
          </p>
        </>
      ) : null}
    </>
  );
}

interface StandingProps {
  readonly registration: RegistrationResource;
  readonly orderReference: string;
}

function Standing({ registration, orderReference }: StandingProps) {
  const { say } = usePage();
  const { counted, uncounted, max } = registration.attempts;
  const left = registration.ground === 'face-route-left';
  return (
    <section class="sheet standing" data-state={registration.state}>
      <h2>{say('state.title')}</h2>
      <p class="state" role="status">
        {say(`state.${left ? 'face-route-left' : registration.state}`)}
      </p>
      <p class="small">{say('state.attempts', { counted, uncounted, max })}</p>
      <ByTheRule registration={registration} />
      <p class="small">
        {say('hand-over.reference')} <code>{orderReference}</code>
      </p>
    </section>
  );
}

/** What the rule makes of it, and what the carrier can do now. */
function ByTheRule({ registration: { rule } }: { readonly registration: RegistrationResource }) {
  const { say } = usePage();
  if (rule === undefined) return null;
  const { standing, chosen, next, policy, name } = rule;
  const routes = next.flatMap((step) => (step.kind === 'route' ? [step.route] : []));
  return (
    <div data-rule={standing}>
      <p>{say(`rule.${standing}`)}</p>
      {chosen === undefined ? null : <p>{say('rule.chosen', { route: chosen })}</p>}
      {standing === 'open' && routes.length > 0 ? (
        <p>{say('rule.routes', { routes: routes.join(', ') })}</p>
      ) : null}
      <p class="small">
        {say('rule.name', { policy: policy.id, version: policy.version, rule: name })}
      </p>
    </div>
  );
}

/** A receipt is there about a second after its result. */
function isReceiptAwaited({ result }: RegistrationResource): boolean {
  return result !== undefined && result.receipt === undefined;
}

function isFinished({ state }: RegistrationResource): boolean {
  return ['approved', 'refused', 'expired', 'not-required'].includes(state);
}
