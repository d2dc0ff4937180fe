import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface ScreenProps {
  readonly title: string;
  /** A line above the title. */
  readonly kicker?: ComponentChildren;
  readonly children?: ComponentChildren;
  readonly actions?: ComponentChildren;
  /** What of the screen is new when this changes: the focus then goes to the heading again. */
  readonly part?: string;
}

/** One thing to do. On arrival the focus is on its heading, so that it is read out from there. */
export function Screen({ title, kicker, children, actions, part }: ScreenProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [part]);
  return (
    <>
      <main id="content" class="content">
        {kicker === undefined ? null : <p class="kicker">{kicker}</p>}
        <h1 tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {children}
      </main>
      {actions === undefined ? null : <div class="actions">{actions}</div>}
    </>
  );
}
