import type { Statement } from '@bonin/ledger';
import type { Locale } from '@bonin/protocol/consent-text';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Screen } from '../look/screen.tsx';
import type { Say } from '../wording/say.ts';
import {
  askForReceipt,
  readReceiptFile,
  type ReceiptFailure,
  type ReceiptOutcome,
} from './applicant-receipt.ts';
import { checkReceipts, readLedgerOfThisService, type ReceiptCheck } from './check-receipts.ts';

type State =
  | { readonly kind: 'asking' }
  | { readonly kind: 'checking' }
  | { readonly kind: 'failed'; readonly failure: ReceiptFailure }
  | { readonly kind: 'checked'; readonly check: ReceiptCheck };

interface CheckReceiptProps {
  /** The code that came with the address, if one did. */
  readonly given: string;
  readonly say: Say;
  readonly locale: Locale;
}

/** One receipt, by its code or as a file, checked in this browser. */
export function CheckReceipt({ given, say, locale }: CheckReceiptProps) {
  const [code, setCode] = useState(given);
  const [state, setState] = useState<State>({ kind: 'asking' });

  async function check(found: ReceiptOutcome | Promise<ReceiptOutcome>): Promise<void> {
    setState({ kind: 'checking' });
    const outcome = await found;
    if (outcome.kind === 'failed') {
      setState({ kind: 'failed', failure: outcome.failure });
      return;
    }
    const checked = await checkReceipts(outcome.receipt, readLedgerOfThisService, Date.now());
    setState({ kind: 'checked', check: checked });
  }

  const input = useRef<HTMLInputElement>(null);
  const outcome = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (state.kind === 'failed' || state.kind === 'checked') {
      outcome.current?.scrollIntoView({ block: 'nearest' });
    }
  }, [state]);

  useEffect(() => {
    if (given !== '') void check(askForReceipt({ code: given }));
  }, []);

  return (
    <Screen title={say('check.title')}>
      <p class="lead">{say('check.lead')}</p>
      <form
        class="check-form"
        onSubmit={(event) => {
          event.preventDefault();
          // The keyboard of a phone stands where the outcome comes.
          input.current?.blur();
          if (code.trim() !== '') void check(askForReceipt({ code }));
        }}
      >
        <label class="check-label" for="code">
          {say('check.code')}
        </label>
        <input
          ref={input}
          id="code"
          class="check-code"
          value={code}
          maxLength={40}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          onInput={(event) => setCode(event.currentTarget.value)}
        />
        <button type="submit" class="button button-main" disabled={code.trim() === ''}>
          {say('check.go')}
        </button>
      </form>
      <label class="button button-equal check-file">
        {say('check.file')}
        <input
          type="file"
          accept=".json,application/json"
          class="unseen"
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            event.currentTarget.value = '';
            if (file !== undefined) void check(file.text().then(readReceiptFile));
          }}
        />
      </label>
      <div role="status" class="check-outcome" ref={outcome}>
        <Outcome state={state} say={say} locale={locale} />
      </div>
      {mayAgree(state) ? (
        <section class="note" data-part="meaning">
          <h2>{say('check.meaning.title')}</h2>
          <p>{say('check.meaning.does')}</p>
          <p>{say('check.meaning.does-not')}</p>
        </section>
      ) : null}
    </Screen>
  );
}

/** What an agreement means is said beside nothing that is none. */
function mayAgree(state: State): boolean {
  return state.kind !== 'failed' && (state.kind !== 'checked' || state.check.kind === 'holds');
}

interface OutcomeProps {
  readonly state: State;
  readonly say: Say;
  readonly locale: Locale;
}

function Outcome({ state, say, locale }: OutcomeProps) {
  if (state.kind === 'asking') return null;
  if (state.kind === 'checking') return <p>{say('check.checking')}</p>;
  if (state.kind === 'failed') {
    return (
      <section class="note note-warning" data-check={state.failure}>
        <h2>{say('check.could-not.title')}</h2>
        <p>{say(`check.failed.${state.failure}`)}</p>
      </section>
    );
  }
  const { check } = state;
  if (check.kind === 'disproved') {
    return (
      <section class="note note-problem" data-check="disproved">
        <h2>{say('check.disproved.title')}</h2>
        <p>{say('check.disproved.body')}</p>
        <p class="small">{say('check.disproved.fault', { fault: check.fault })}</p>
      </section>
    );
  }
  if (check.kind === 'could-not-check') {
    return (
      <section class="note note-warning" data-check={check.code}>
        <h2>{say('check.could-not.title')}</h2>
        <p>{say(`check.could-not.${check.code}`)}</p>
      </section>
    );
  }
  const { unended } = check;
  return (
    <section class={unended > 0 ? 'note note-warning' : 'note note-good'} data-check="holds">
      <h2>{say('check.holds.title')}</h2>
      <ul class="check-statements">
        {check.statements.map((statement, at) => (
          <li key={at}>{sentenceOf(statement, say, locale)}</li>
        ))}
      </ul>
      {unended > 0 ? <p data-part="unended">{say('check.unended', { count: unended })}</p> : null}
      <p class="small">{say('check.key')}</p>
      <p class="check-key">{check.logKey}</p>
    </section>
  );
}

/** What an entry of the ledger says, for people. */
function sentenceOf(statement: Statement, say: Say, locale: Locale): string {
  const at = new Date(statement.at).toLocaleString(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  if (statement.kind === 'attempt-opened') return say('check.says.attempt-opened', { at });
  if (statement.kind !== 'deletion') return say('check.says.other', { at });
  const { exit, symbolsSaid, isolation } = statement;
  if (exit === 'concluded') {
    return say('check.says.concluded', { at, words: symbolsSaid, measures: isolation.length });
  }
  return say(exit === 'unseen' ? 'check.says.unseen' : 'check.says.stopped', { at });
}
