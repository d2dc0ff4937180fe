import { useEffect, useState } from 'preact/hooks';
import { usePage } from '../look/page-context.ts';
import type { ApplicantReceipt } from './applicant-receipt.ts';
import { standingOf, type ReceiptStanding } from './receipt-standing.ts';

const ASK_EVERY_MS = 700;
const ASK_FOR_MS = 15_000;

export interface AwaitedReceipt {
  readonly standing: ReceiptStanding;
  /** What there is of it; not all while it is `late`. */
  readonly receipt: ApplicantReceipt | undefined;
  readonly askAgain: () => void;
}

/** Asks for the receipt of this registration until it is complete, or for some seconds. */
export function useReceipt(): AwaitedReceipt {
  const { conductor } = usePage();
  const [receipt, setReceipt] = useState<ApplicantReceipt>();
  const [standing, setStanding] = useState<ReceiptStanding>('asking');
  const [times, setTimes] = useState(0);

  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const until = performance.now() + ASK_FOR_MS;
    const ask = async (): Promise<void> => {
      const outcome = await conductor.askForReceipt();
      if (isOver) return;
      const found = standingOf(outcome, performance.now() >= until);
      if (outcome.kind === 'receipt') setReceipt(outcome.receipt);
      setStanding(found);
      if (found === 'asking') timer = setTimeout(() => void ask(), ASK_EVERY_MS);
    };
    setStanding('asking');
    void ask();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [times]);

  return { standing, receipt, askAgain: () => setTimes((before) => before + 1) };
}
