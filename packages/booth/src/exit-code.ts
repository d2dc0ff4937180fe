/** How a booth program says why it ends; beside its symbols the only thing it can say. */
export const EXIT_CODE = {
  /** A matcher has said its verdict; a reader has handed over what it found. */
  concluded: 0,
  /** The parent broke the protocol of the pipe, or went away. */
  pipeBroken: 3,
  /** The capture could not be opened, or was not a capture. */
  captureRefused: 4,
  /** The policy's thresholds are for other networks than those of this booth. */
  policyUnsuitable: 6,
  /** A network that was asked for is not listed, not there, or not as its entry says. */
  networksUnusable: 7,
  /** A fault of the program or its engine. */
  fault: 5,
} as const;
