/** The order page of the demonstration carrier. */
import { render } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { LANGUAGES, type CarrierView, type Language, type OrderView } from '../src/order.ts';
import { loadCarrier, loadOrder } from './carrier-api.ts';
import './carrier.css';
import { Fault, codeOfFault } from './fault.tsx';
import { FollowOrder } from './follow-order.tsx';
import { PageContextProvider } from './page-context.ts';
import { PlaceOrderForm } from './place-order-form.tsx';
import { sayIn } from './wording/say.ts';

const NAMES: Readonly<Record<Language, string>> = { ko: '한국어', en: 'English' };

function firstLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lang');
  const wanted = [asked ?? '', ...navigator.languages].map((tag) => tag.split('-')[0]);
  for (const tag of wanted) {
    const found = LANGUAGES.find((language) => language === tag);
    if (found !== undefined) return found;
  }
  return 'ko';
}

function orderInAddress(): string | undefined {
  return new URLSearchParams(location.search).get('order') ?? undefined;
}

function Page() {
  const [language, setLanguage] = useState(firstLanguage);
  const [carrier, setCarrier] = useState<CarrierView>();
  const [view, setView] = useState<OrderView>();
  const [fault, setFault] = useState<string>();
  const say = useMemo(() => sayIn(language), [language]);

  useEffect(() => {
    document.documentElement.lang = language;
    document.title = say('page.title');
  }, [language, say]);

  function load(): void {
    setFault(undefined);
    const orderId = orderInAddress();
    loadCarrier()
      .then(async (found) => {
        setCarrier(found);
        if (orderId !== undefined) setView(await loadOrder(orderId));
      })
      .catch((error: unknown) => {
        setFault(codeOfFault(error));
      });
  }

  useEffect(load, []);

  /** What could not be loaded is loaded again; an order that nobody knows is given up for a new one. */
  function goOnAfterFault(): void {
    if (fault === 'ORDER_UNKNOWN') follow(undefined);
    else load();
  }

  function follow(placed: OrderView | undefined): void {
    setView(placed);
    setFault(undefined);
    const address = placed === undefined ? '/' : `/?order=${placed.order.id}`;
    history.pushState(null, '', address);
  }

  return (
    <PageContextProvider.Provider value={{ language, say, carrier }}>
      <p class="band">{say('page.band')}</p>
      <header class="head">
        <div>
          <p class="name">{say('page.name')}</p>
          <p class="tagline">{say('page.tagline')}</p>
        </div>
        <div class="languages" role="group" aria-label={say('page.language')}>
          {LANGUAGES.map((known) => (
            <button
              type="button"
              key={known}
              lang={known}
              aria-pressed={known === language}
              onClick={() => setLanguage(known)}
            >
              {NAMES[known]}
            </button>
          ))}
        </div>
      </header>
      <main>
        {fault === undefined ? null : <Fault code={fault} onAgain={goOnAfterFault} />}
        {view === undefined && fault === undefined && orderInAddress() === undefined ? (
          <PlaceOrderForm onPlaced={follow} onFault={setFault} />
        ) : null}
        {view === undefined ? null : (
          <FollowOrder first={view} key={view.order.id} onAnother={() => follow(undefined)} />
        )}
      </main>
    </PageContextProvider.Provider>
  );
}

addEventListener('popstate', () => location.reload());

const root = document.getElementById('page');
if (root !== null) render(<Page />, root);
