import { useEffect, useState } from 'preact/hooks';
import type { KeptResource } from '../src/order.ts';
import { loadKept } from './carrier-api.ts';
import { Fault, codeOfFault } from './fault.tsx';
import { usePage } from './page-context.ts';
import { NEVER_KEPT_KO } from './wording/never-kept-ko.ts';
import { keyOr } from './wording/say.ts';

/** Everything that the service kept, beside what it saw and did not keep. */
export function Kept({ orderId }: { readonly orderId: string }) {
  const { say, language } = usePage();
  const [kept, setKept] = useState<KeptResource>();
  const [fault, setFault] = useState<string>();

  function load(): void {
    setFault(undefined);
    loadKept(orderId).then(setKept, (error: unknown) => setFault(codeOfFault(error)));
  }

  useEffect(load, [orderId]);

  if (fault !== undefined) return <Fault code={fault} onAgain={load} />;

  const inWords = (sentence: string): string =>
    language === 'ko' ? (NEVER_KEPT_KO[sentence] ?? sentence) : sentence;

  return (
    <section class="sheet kept">
      <h2 class="title">{say('kept.title')}</h2>
      {kept === undefined ? (
        <p role="status">{say('kept.loading')}</p>
      ) : (
        <>
          <div class="beside">
            <div>
              <h3>{say('kept.kept')}</h3>
              <Facts registration={kept.registration} />
              <h4>{say('kept.events')}</h4>
              <ol class="events">
                {kept.events.map(({ kind, at }, index) => (
                  <li key={index}>
                    <time dateTime={at}>{new Date(at).toLocaleTimeString(language)}</time>
                    {say(keyOr(`event.${kind}`, 'event.other'))}
                  </li>
                ))}
              </ol>
              <h4>{say('kept.elsewhere')}</h4>
              <ul>
                {kept.elsewhere.map((sentence) => (
                  <li key={sentence}>{inWords(sentence)}</li>
                ))}
              </ul>
            </div>
            <div class="never">
              <h3>{say('kept.never')}</h3>
              <ul>
                {kept.never.map((sentence) => (
                  <li key={sentence}>{inWords(sentence)}</li>
                ))}
              </ul>
            </div>
          </div>
          <details>
            <summary>{say('kept.raw')}</summary>
            <pre>{JSON.stringify(kept, null, 2)}</pre>
          </details>
        </>
      )}
    </section>
  );
}

function Facts({ registration }: { readonly registration: KeptResource['registration'] }) {
  // The signed result stands above, by itself.
  const facts = Object.entries(registration).filter(([name]) => name !== 'result');
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>
            <code>{name}</code>
          </dt>
          <dd>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
