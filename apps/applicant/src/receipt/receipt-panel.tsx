import { useRef, useState } from 'preact/hooks';
import { Button } from '../look/button.tsx';
import { usePage } from '../look/page-context.ts';
import { writeReceiptFile, type ApplicantReceipt } from './applicant-receipt.ts';
import { useReceipt, type AwaitedReceipt } from './use-receipt.ts';

/**
 * What an applicant takes away: that what the booths were shown is gone, under a code with which anybody can check it.
 *
 * @param expected - whether this page knows of an attempt. Otherwise nothing is shown until the service tells of one.
 */
export function ReceiptPanel({ expected }: { readonly expected: boolean }) {
  const { say } = usePage();
  const awaited = useReceipt();
  const { standing } = awaited;
  if (!expected && standing !== 'there' && standing !== 'late') return null;
  return (
    <section class="receipt" aria-labelledby="receipt-title">
      <h2 id="receipt-title">{say('receipt.title')}</h2>
      <ReceiptBody awaited={awaited} />
    </section>
  );
}

/** The same where there is something else to do first: folded, and asked for when it is opened. For screens behind an attempt only. */
export function ReceiptFold() {
  const { say } = usePage();
  const [isOpened, setOpened] = useState(false);
  return (
    <details class="receipt" onToggle={({ currentTarget }) => setOpened(currentTarget.open)}>
      <summary>{say('receipt.so-far')}</summary>
      {isOpened ? <ReceiptSoFar /> : null}
    </details>
  );
}

function ReceiptSoFar() {
  const { say } = usePage();
  const awaited = useReceipt();
  return (
    <>
      <ReceiptBody awaited={awaited} />
      {awaited.standing === 'there' ? <p class="small">{say('receipt.goes-on')}</p> : null}
    </>
  );
}

function ReceiptBody({ awaited }: { readonly awaited: AwaitedReceipt }) {
  const { say, locale } = usePage();
  const status = useRef<HTMLParagraphElement>(null);
  const { receipt, askAgain } = awaited;
  // Nothing, where an attempt is known: its salts were destroyed.
  const standing = awaited.standing === 'none' ? 'gone' : awaited.standing;
  const code = standing === 'there' || standing === 'late' ? receipt?.code : undefined;
  return (
    <>
      <p role="status" data-receipt={standing} tabIndex={-1} ref={status}>
        {say(`receipt.${standing}`)}
      </p>
      {code === undefined ? null : (
        <p class="receipt-code" data-receipt-code={code}>
          {code}
        </p>
      )}
      <div class="receipt-acts">
        {standing === 'there' && receipt !== undefined ? (
          <Button weight="equal" onPress={() => save(receipt)}>
            {say('receipt.save')}
          </Button>
        ) : null}
        {standing === 'late' || standing === 'unreachable' ? (
          <Button
            weight="equal"
            onPress={() => {
              // The button that has the focus goes away.
              status.current?.focus();
              askAgain();
            }}
          >
            {say('receipt.ask-again')}
          </Button>
        ) : null}
        {code === undefined ? null : (
          <a
            class="button button-quiet"
            href={`/c/receipt.html?lang=${locale}#${code}`}
            target="_blank"
            rel="noreferrer"
          >
            {say('receipt.check')}
          </a>
        )}
      </div>
    </>
  );
}

function save(receipt: ApplicantReceipt): void {
  const url = URL.createObjectURL(
    new Blob([writeReceiptFile(receipt)], { type: 'application/json' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = 'bonin-receipt.json';
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
