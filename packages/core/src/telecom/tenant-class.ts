/** What kind of mobile operator a tenant is: one with a network, or one on the network of a host. */
export const TENANT_CLASSES = ['mno', 'mvno'] as const;
export type TenantClass = (typeof TENANT_CLASSES)[number];
