import { useEffect, useState } from 'preact/hooks';
import { Button } from '../look/button.tsx';
import { usePage } from '../look/page-context.ts';
import { writeReceiptFile, type ApplicantReceipt } from './applicant-receipt.ts';

const ASK_EVERY_MS = 700;
const ASK_FOR_MS = 15_000;

/**
 * What an applicant takes away: that what the booths were shown is gone, under a code with which anybody can check it.
 *
 * Nothing is shown where there was no attempt.
 */
export function ReceiptPanel() {
  const { conductor, say, locale } = usePage();
  const [receipt, setReceipt] = useState<ApplicantReceipt>();
  const [state, setState] = useState<'asking' | 'there' | 'late'>('asking');

  useEffect(() => {
    let isOver = false;
    const until = performance.now() + ASK_FOR_MS;
    const ask = async (): Promise<void> => {
      const outcome = await conductor.askForReceipt();
      if (isOver) return;
      // The last attempt has ended here, so its deletion comes too.
      if (outcome.kind === 'receipt' && outcome.receipt.receipts.at(-1)?.kind === 'deletion') {
        setReceipt(outcome.receipt);
        setState('there');
      } else if (performance.now() < until) {
        setTimeout(() => void ask(), ASK_EVERY_MS);
      } else {
        setState('late');
      }
    };
    void ask();
    return () => {
      isOver = true;
    };
  }, []);

  return (
    <section class="receipt" aria-labelledby="receipt-title">
      <h2 id="receipt-title">{say('receipt.title')}</h2>
      <p role="status">{say(`receipt.${state}`)}</p>
      {receipt?.code === undefined ? null : (
        <>
          <p class="receipt-code" data-receipt-code={receipt.code}>
            {receipt.code}
          </p>
          <p class="receipt-acts">
            <Button weight="equal" onPress={() => save(receipt)}>
              {say('receipt.save')}
            </Button>
            <a
              class="button button-quiet"
              href={`/c/receipt.html?lang=${locale}#${receipt.code}`}
              target="_blank"
              rel="noreferrer"
            >
              {say('receipt.check')}
            </a>
          </p>
        </>
      )}
    </section>
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
