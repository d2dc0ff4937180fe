/** Identity documents whose portrait can be a reference. */
export const DOCUMENT_TYPES = ['resident-card', 'driver-licence'] as const;
/**
 * Which identity document a mobile operator takes.
 *
 * Not verified: that the card shown is of that type, or a card at all.
 */
export type DocumentType = (typeof DOCUMENT_TYPES)[number];

/**
 * Identity documents that rules speak of. Of the first ones the portrait can be a reference; of the others a rule can say
 * that nothing is asked, or which routes there are.
 */
export const IDENTITY_DOCUMENTS = [
  ...DOCUMENT_TYPES,
  'foreign-registration-card',
  'veteran-card',
  'disability-card',
  'passport',
] as const;
export type IdentityDocument = (typeof IDENTITY_DOCUMENTS)[number];
