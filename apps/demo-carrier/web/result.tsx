import { parseTrustPolicy } from '@bonin/audit/result';
import { useEffect, useState } from 'preact/hooks';
import type { Order, RegistrationResource } from '../src/order.ts';
import { loadServiceKeys } from './carrier-api.ts';
import {
  CHECKS,
  checkResult,
  readAnswer,
  type CheckedResult,
  type ReadAnswer,
} from './check-result.ts';
import { Claims } from './claims.tsx';
import { usePage } from './page-context.ts';
import { keyOr, type WordingKey } from './wording/say.ts';

interface ResultProps {
  readonly order: Order;
  readonly registration: RegistrationResource;
}

/**
 * The result as it was signed, and what this browser could check of it by the carrier's trust policy. The answer is read out of the
 * signed text, and only when everything that is asked holds; what the interface says beside it is not shown as an answer.
 */
export function Result({ order, registration }: ResultProps) {
  const { say, carrier } = usePage();
  const [checked, setChecked] = useState<CheckedResult | 'unreadable'>();
  const { token, receipt } = registration.result ?? {};
  const { registrationId, orderReference, orderSalt } = order;

  useEffect(() => {
    if (token === undefined || carrier === undefined) return;
    loadServiceKeys()
      .then((keySet) =>
        checkResult({
          token,
          receipt,
          keySet,
          trust: parseTrustPolicy(carrier.trustPolicy),
          registrationId,
          orderReference,
          orderSalt,
          now: new Date(),
        }),
      )
      .then(setChecked, () => setChecked('unreadable'));
  }, [token, receipt, carrier, registrationId, orderReference, orderSalt]);

  const read = typeof checked === 'object' ? readAnswer(checked) : undefined;
  return (
    <section class="sheet result" data-answer={read?.kind === 'answered' ? read.answer : 'none'}>
      <h1>{say('result.title')}</h1>
      {token === undefined ? (
        <p>{say(registration.state === 'not-required' ? 'result.not-required' : 'result.none')}</p>
      ) : (
        <Checked checked={checked} read={read} />
      )}
      {typeof checked === 'object' ? (
        <Claims header={checked.header} claims={checked.claims} />
      ) : null}
      {token === undefined ? null : (
        <details>
          <summary>{say('result.token')}</summary>
          <code class="token">{token}</code>
        </details>
      )}
    </section>
  );
}

function Answer({ read }: { readonly read: ReadAnswer }) {
  const { say } = usePage();
  if (read.kind !== 'answered') {
    return (
      <p class="answer-none" role="alert" data-reading={read.kind}>
        {say(`result.${read.kind}`)}
      </p>
    );
  }
  const { answer, ground } = read;
  return (
    <p class={`answer answer-${answer}`} data-ground={ground}>
      <strong>{answer}</strong>
      <span>{say(wordsOfAnswer(answer, ground))}</span>
    </p>
  );
}

function wordsOfAnswer(answer: 'Y' | 'N', ground: string | undefined): WordingKey {
  return answer === 'Y' ? 'result.Y' : keyOr(`result.N.${ground ?? ''}`, 'result.N.other');
}

interface CheckedProps {
  readonly checked: CheckedResult | 'unreadable' | undefined;
  readonly read: ReadAnswer | undefined;
}

function Checked({ checked, read }: CheckedProps) {
  const { say } = usePage();
  if (checked === undefined) return <p role="status">{say('result.checking')}</p>;
  if (checked === 'unreadable') return <p role="alert">{say('result.unreadable')}</p>;
  return (
    <>
      {read === undefined ? null : <Answer read={read} />}
      <h2>{say('result.checks')}</h2>
      <ul class="checks">
        {CHECKS.map((check) => (
          <li key={check} data-check={check} data-finding={checked.checks[check]}>
            <span class="verdict">{say(`check.${checked.checks[check]}`)}</span>
            {say(`check.${check}`)}
          </li>
        ))}
      </ul>
      <p class="small">{say('result.trust')}</p>
      <p class="small">{say('result.single-use')}</p>
    </>
  );
}
