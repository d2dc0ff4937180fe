import type { Pose } from '@bonin/core';
import { AskedSign } from './asked-sign.tsx';

interface OvalProps {
  /** How far the capture has come, 0 to 1. */
  readonly share: number;
  /** The movement that is asked for, if one is. */
  readonly pose?: Pose | undefined;
}

/** The oval into which the face is held, with how far the capture has come around it. */
export function Oval({ share, pose }: OvalProps) {
  return (
    <svg
      class="oval"
      viewBox="40 26 220 314"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
    >
      <path
        class="oval-cover"
        fill-rule="evenodd"
        d="M-300-300H600V660H-300Z M150 42C91 42 54 96 54 172S98 322 150 322 246 248 246 172 209 42 150 42Z"
      />
      <path
        class="oval-line"
        d="M150 42C91 42 54 96 54 172S98 322 150 322 246 248 246 172 209 42 150 42Z"
      />
      <path
        class="oval-done"
        pathLength={100}
        stroke-dasharray={`${Math.round(share * 100)} 100`}
        d="M150 322C202 322 246 248 246 172S209 42 150 42 54 96 54 172 98 322 150 322Z"
      />
      {pose === undefined ? null : <AskedSign key={pose} pose={pose} />}
    </svg>
  );
}
