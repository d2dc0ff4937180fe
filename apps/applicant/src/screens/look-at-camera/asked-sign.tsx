import type { Pose } from '@bonin/core';

const ARROW: Readonly<Record<Exclude<Pose, 'nearer'>, string>> = {
  left: 'M112 182H68M90 158L66 182L90 206',
  right: 'M188 182H232M210 158L234 182L210 206',
  up: 'M150 104V60M126 82L150 58L174 82',
  down: 'M150 260V304M126 282L150 306L174 282',
};

/** Shows the movement that is asked for, beside its words: an arrow to where, or an oval that grows. */
export function AskedSign({ pose }: { readonly pose: Pose }) {
  if (pose === 'nearer') {
    return <path class="sign sign-nearer" d={NEARER} />;
  }
  return (
    <g class={`sign sign-${pose}`}>
      <path class="sign-rim" d={ARROW[pose]} />
      <path class="sign-line" d={ARROW[pose]} />
    </g>
  );
}

const NEARER = 'M150 62C103 62 74 104 74 172S108 302 150 302 226 240 226 172 197 62 150 62Z';
