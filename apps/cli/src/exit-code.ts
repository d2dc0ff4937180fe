/** What the shell is told. */
export const EXIT_CODE = {
  yes: 0,
  no: 1,
  inputUnusable: 2,
  fault: 3,
} as const;
