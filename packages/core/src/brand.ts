declare const brand: unique symbol;

/** A value that has passed its `parse…` door; a bare `T` cannot be used in its place. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
