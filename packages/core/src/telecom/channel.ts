/** Where an applicant can be. Not the capture channel, which is the connection of a device. */
export const CHANNELS = ['store', 'online'] as const;
/** Where the applicant is: in a store, or online. */
export type Channel = (typeof CHANNELS)[number];
