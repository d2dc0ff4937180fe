import { useLayoutEffect } from 'preact/hooks';
import { NEUTRAL_PAGE, type PageColour } from '../capture/frame-source.ts';

/**
 * The whole page takes a colour, from edge to edge, so that it lights the face; `undefined` leaves it as paper.
 *
 * On a colour everything that is to be read is black (`data-light` in `applicant.css`).
 */
export function usePageLight(colour: PageColour | undefined): void {
  const written = colour?.join(' ');
  useLayoutEffect(() => {
    if (written === undefined) return;
    const { dataset, style } = document.documentElement;
    dataset['light'] = written === NEUTRAL_PAGE.join(' ') ? 'neutral' : 'colour';
    style.setProperty('--light', `rgb(${written})`);
    return () => {
      delete dataset['light'];
      style.removeProperty('--light');
    };
  }, [written]);
}
