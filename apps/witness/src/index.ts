export { serveWitness } from './listen.ts';
export { openWitness, type Contradiction, type Witness, type WitnessReply } from './witness.ts';
export { WitnessError, type WitnessErrorCode } from './witness-error.ts';
