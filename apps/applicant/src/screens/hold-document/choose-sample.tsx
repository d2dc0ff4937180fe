import { useEffect, useRef, useState } from 'preact/hooks';
import { listSamples, type SampleApplicant } from '../../capture/samples.ts';
import { usePage } from '../../look/page-context.ts';

type Samples = 'loading' | 'none' | readonly SampleApplicant[];

/** In a demonstration, somebody who stands in for a camera. */
export function ChooseSample() {
  const { conductor, locale, say } = usePage();
  const [opened, setOpened] = useState(false);
  const [samples, setSamples] = useState<Samples>('loading');

  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    if (!opened) return;
    // The button that had the focus is gone.
    heading.current?.focus();
    let wanted = true;
    listSamples()
      .then((found) => {
        if (wanted) setSamples(found.length > 0 ? found : 'none');
      })
      .catch(() => {
        if (wanted) setSamples('none');
      });
    return () => {
      wanted = false;
    };
  }, [opened]);

  if (!opened) {
    return (
      <button type="button" class="button button-quiet" onClick={() => setOpened(true)}>
        {say('card.by-sample')}
      </button>
    );
  }
  return (
    <section class="samples">
      <h2 tabIndex={-1} ref={heading}>
        {say('card.sample.title')}
      </h2>
      <p>{say('card.sample.body')}</p>
      {typeof samples === 'string' ? (
        <p role="status">{say(`card.sample.${samples}`)}</p>
      ) : (
        <ul>
          {samples.map(({ id, title, note, expect }) => (
            <li key={id}>
              <button
                type="button"
                data-sample={id}
                onClick={() => conductor.dispatch({ kind: 'sample-chosen', sampleId: id })}
              >
                <strong>{title[locale]}</strong>
                <span>{note[locale]}</span>
                <span class="expect">{say('card.sample.expect', { answer: expect })}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
