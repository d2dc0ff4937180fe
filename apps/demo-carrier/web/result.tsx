import { useEffect, useState } from 'preact/hooks';
import type { Order, RegistrationResource } from '../src/order.ts';
import { loadServiceKeys } from './carrier-api.ts';
import { CHECKS, checkResult, type CheckedResult } from './check-result.ts';
import { Claims } from './claims.tsx';
import { usePage } from './page-context.ts';
import type { WordingKey } from './wording/say.ts';

interface ResultProps {
  readonly order: Order;
  readonly registration: RegistrationResource;
}

/** The result as it was signed, and what this browser could check of it. */
export function Result({ order, registration }: ResultProps) {
  const { say, carrier } = usePage();
  const [checked, setChecked] = useState<CheckedResult | 'unreadable'>();
  const token = registration.result?.token;
  const serviceUrl = carrier?.serviceUrl;

  useEffect(() => {
    if (token === undefined || serviceUrl === undefined) return;
    const { registrationId, orderReference, orderSalt } = order;
    loadServiceKeys()
      .then((keys) =>
        checkResult({
          token,
          keys,
          registrationId,
          serviceUrl,
          orderReference,
          orderSalt,
          now: new Date(),
        }),
      )
      .then(setChecked, () => setChecked('unreadable'));
  }, [token, serviceUrl, order]);

  const answer = registration.result?.answer;
  return (
    <section class="sheet result" data-answer={answer ?? 'none'}>
      <h1>{say('result.title')}</h1>
      {answer === undefined ? (
        <p>{say('result.none')}</p>
      ) : (
        <p class={`answer answer-${answer}`} data-ground={registration.ground}>
          <strong>{answer}</strong>
          <span>{say(wordsOfAnswer(answer, registration))}</span>
        </p>
      )}
      {answer === undefined ? null : <Checked checked={checked} />}
      {typeof checked === 'object' ? <Claims claims={checked.claims} /> : null}
      {token === undefined ? null : (
        <details>
          <summary>{say('result.token')}</summary>
          <code class="token">{token}</code>
        </details>
      )}
    </section>
  );
}

function wordsOfAnswer(answer: 'Y' | 'N', { ground }: RegistrationResource): WordingKey {
  return answer === 'Y' ? 'result.Y' : `result.N.${ground ?? 'attempts-exhausted'}`;
}

function Checked({ checked }: { readonly checked: CheckedResult | 'unreadable' | undefined }) {
  const { say } = usePage();
  if (checked === undefined) return <p role="status">{say('result.checking')}</p>;
  if (checked === 'unreadable') return <p role="alert">{say('result.unreadable')}</p>;
  return (
    <>
      <h2>{say('result.checks')}</h2>
      <ul class="checks">
        {CHECKS.map((check) => (
          <li key={check} data-check={check} data-holds={String(checked.checks[check])}>
            <span class="verdict">{say(`check.${checked.checks[check]}`)}</span>
            {say(`check.${check}`)}
          </li>
        ))}
      </ul>
    </>
  );
}
