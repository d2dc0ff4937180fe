import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface ScreenProps {
  readonly title: string;
  /** A line above the title. */
  readonly kicker?: ComponentChildren;
  readonly children?: ComponentChildren;
  readonly actions?: ComponentChildren;
  /** When this is another, so is what the screen says: the focus then goes to the heading again. */
  readonly part?: string | object | undefined;
  /** Whether the heading changes while one looks at it, and is then read out at once. */
  readonly live?: boolean;
  /** What the screen shows, for whoever cannot see it. */
  readonly marks?: Readonly<Record<`data-${string}`, string>>;
}

/** One thing to do. On arrival the focus is on its heading, so that it is read out from there. */
export function Screen(props: ScreenProps) {
  const { title, kicker, children, actions, part, live = false, marks = {} } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [part]);
  return (
    <main id="content" class="screen" {...marks}>
      <div class="content">
        {kicker === undefined ? null : <p class="kicker">{kicker}</p>}
        <h1 tabIndex={-1} ref={heading} aria-live={live ? 'assertive' : undefined}>
          {title}
        </h1>
        {children}
      </div>
      {actions === undefined ? null : <div class="actions">{actions}</div>}
    </main>
  );
}
