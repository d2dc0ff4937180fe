import type { Say } from '../../wording/say.ts';

const KNOWN = ['face', 'mobile-id', 'resident-abstract'] as const;
type Known = (typeof KNOWN)[number];

/** A route in words; one that this page does not know is named as the rule names it. */
export function wordsOfRoute(
  route: string,
  say: Say,
): { readonly name: string; readonly more: string } {
  const known = KNOWN.find((one): one is Known => one === route);
  return known === undefined
    ? { name: say('routes.other', { route }), more: say('routes.other.more') }
    : { name: say(`routes.${known}`), more: say(`routes.${known}.more`) };
}
