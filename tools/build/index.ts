/** What a program that starts the real service builds first. */
export { PARTS } from './all-parts.ts';
export { build } from './parts.ts';
