import { IDENTITY_DOCUMENTS, type IdentityDocument } from '../../identity/document-type.ts';
import { CHANNELS, type Channel } from '../../telecom/channel.ts';
import { REGISTRATION_KINDS, type RegistrationKind } from '../../telecom/registration-kind.ts';
import { TENANT_CLASSES, type TenantClass } from '../../telecom/tenant-class.ts';

/** As rules tell people apart: whether somebody is a national, never of which country. */
export const NATIONALITIES = ['domestic', 'foreign'] as const;
export type Nationality = (typeof NATIONALITIES)[number];

/**
 * Which case a registration is: all that decides which rule applies to it. Holds no group attribute beyond what the rule itself
 * names, and no datum of a person.
 */
export interface Situation {
  readonly channel: Channel;
  readonly kind: RegistrationKind;
  readonly document: IdentityDocument;
  readonly nationality: Nationality;
  readonly tenantClass: TenantClass;
}

/** The dimensions of the table of rules, each with all of its values, in the order of the table. */
export const SITUATION_VALUES = {
  channel: CHANNELS,
  kind: REGISTRATION_KINDS,
  document: IDENTITY_DOCUMENTS,
  nationality: NATIONALITIES,
  tenantClass: TENANT_CLASSES,
} as const satisfies { readonly [D in keyof Situation]: readonly Situation[D][] };

export type SituationDimension = keyof Situation;
export const SITUATION_DIMENSIONS = Object.keys(SITUATION_VALUES) as readonly SituationDimension[];

/** The place of a situation among all of them, or `undefined` for a value that no rule can name. */
export function placeOf(situation: Situation): number | undefined {
  let place = 0;
  for (const dimension of SITUATION_DIMENSIONS) {
    const values: readonly string[] = SITUATION_VALUES[dimension];
    const at = values.indexOf(situation[dimension]);
    if (at < 0) return undefined;
    place = place * values.length + at;
  }
  return place;
}

/** All situations that there are, each at its place. */
export function allSituations(): readonly Situation[] {
  let all: readonly Partial<Situation>[] = [{}];
  for (const dimension of SITUATION_DIMENSIONS) {
    all = all.flatMap((some) =>
      SITUATION_VALUES[dimension].map((value) => ({ ...some, [dimension]: value })),
    );
  }
  return all as readonly Situation[];
}
