/**
 * The mark of this page: two ovals, the portrait on the card and the face before the camera. Where they
 * stand says where the check stands.
 */
export type MotifPose = 'apart' | 'nearing' | 'together' | 'card' | 'parted' | 'broken';

export function Motif({ pose }: { readonly pose: MotifPose }) {
  return (
    <svg class={`motif motif-${pose}`} viewBox="0 0 240 120" aria-hidden="true" focusable="false">
      {pose === 'card' ? <CardOutline /> : null}
      <ellipse class="motif-reference" cx="120" cy="60" rx="34" ry="46" />
      <ellipse class="motif-probe" cx="120" cy="60" rx="34" ry="46" />
      {pose === 'together' ? <path class="motif-tick" d="M103 61l12 13 23-27" /> : null}
    </svg>
  );
}

function CardOutline() {
  return (
    <g class="motif-card">
      <rect x="46" y="14" width="148" height="93" rx="10" />
      <path d="M118 44h58M118 60h44M118 76h52" />
    </g>
  );
}

export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="9" />
      <ellipse class="mark-reference" cx="13" cy="16" rx="6.2" ry="8.4" />
      <ellipse class="mark-probe" cx="19" cy="16" rx="6.2" ry="8.4" />
    </svg>
  );
}
