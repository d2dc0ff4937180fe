/** Where the page begins that checks receipts: for applicants, and for anybody whom they gave theirs. */
import type { Locale } from '@bonin/protocol/consent-text';
import { render } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import '../look/applicant.css';
import { LanguageChoice } from '../look/language-choice.tsx';
import { Mark } from '../look/motif.tsx';
import { chooseLocale, sayIn } from '../wording/say.ts';
import { CheckReceipt } from './check-receipt.tsx';

const asked = new URLSearchParams(location.search).get('lang');
const given = decodeURIComponent(location.hash.slice(1));
// What stands in the address is kept in the history of the browser, and seen over a shoulder.
history.replaceState(null, '', location.pathname + location.search);
addEventListener('hashchange', () => location.reload());

function Page() {
  const [locale, setLocale] = useState<Locale>(() => chooseLocale(asked, navigator.languages));
  const say = useMemo(() => sayIn(locale), [locale]);
  useEffect(() => {
    document.documentElement.lang = locale;
    document.title = say('check.title');
  }, [locale, say]);
  return (
    <div class="frame">
      <header class="head">
        <p class="name">
          <Mark />
          <span>{say('page.name')}</span>
        </p>
        <LanguageChoice locale={locale} label={say('page.language')} onLocale={setLocale} />
      </header>
      <CheckReceipt given={given} say={say} locale={locale} />
    </div>
  );
}

const root = document.getElementById('page');
if (root !== null) {
  root.replaceChildren();
  render(<Page />, root);
}
