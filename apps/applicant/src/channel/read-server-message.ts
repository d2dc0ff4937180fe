import type { ServerMessage } from '@bonin/protocol/channel';

const MEMBERS: Readonly<Record<ServerMessage['kind'], readonly string[]>> = {
  'registration-loaded': ['view'],
  'booth-offered': ['offer'],
  'guidance-given': ['symbol'],
  'challenge-step': ['place', 'of', 'again', 'step'],
  'challenge-over': ['answered'],
  'attempt-decided': ['outcome', 'view'],
  'attempt-abandoned': ['view'],
  refused: ['problem'],
};

/**
 * Reads a text message of the server, or returns `undefined` when it is none this page knows.
 *
 * Not verified: the members of the members. The page shows them and decides nothing by them; what is
 * sealed to is verified on its own (`verify-booth-offer.ts`).
 */
export function readServerMessage(text: string): ServerMessage | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof json !== 'object' || json === null) return undefined;
  const { kind } = json as { readonly kind?: unknown };
  if (typeof kind !== 'string' || !Object.hasOwn(MEMBERS, kind)) return undefined;
  const members = MEMBERS[kind as ServerMessage['kind']];
  const complete = members.every((member) => {
    const value = (json as Record<string, unknown>)[member];
    return value !== undefined && value !== null;
  });
  return complete ? (json as ServerMessage) : undefined;
}
