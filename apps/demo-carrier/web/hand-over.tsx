import { useEffect, useMemo, useRef } from 'preact/hooks';
import { encode } from 'uqr';
import type { Order } from '../src/order.ts';
import { usePage } from './page-context.ts';

/** Starts the service so that a phone can reach it; stands in the wording as it is typed. */
const PHONE_COMMAND = 'npm start -- --phone';

export function HandOver({ order }: { readonly order: Order }) {
  const { say, carrier } = usePage();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <section class="sheet hand-over">
      <div>
        <h1 tabIndex={-1} ref={heading}>
          {say('hand-over.title')}
        </h1>
        <p>{say('hand-over.lead')}</p>
        <a
          class="button button-main"
          href={order.captureLink}
          target="_blank"
          rel="noreferrer"
          data-part="capture-link"
        >
          {say('hand-over.open')}
        </a>
        <p class="small">{say('hand-over.once')}</p>
        {carrier?.loopbackOnly === true ? <Loopback /> : null}
      </div>
      <QrCode text={order.captureLink} label={say('hand-over.qr')} />
    </section>
  );
}

function Loopback() {
  const { say } = usePage();
  const [before, after] = say('hand-over.loopback').split(PHONE_COMMAND);
  return (
    <p class="note">
      {before}
      <code class="command">{PHONE_COMMAND}</code>
      {after}
    </p>
  );
}

function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { size, path } = useMemo(() => drawQr(text), [text]);
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" shape-rendering="crispEdges" />
    </svg>
  );
}

function drawQr(text: string): { readonly size: number; readonly path: string } {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  let path = '';
  data.forEach((row, y) => {
    row.forEach((dark, x) => {
      if (dark) path += `M${x} ${y}h1v1h-1z`;
    });
  });
  return { size, path };
}
