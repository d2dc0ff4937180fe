import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export interface Metrics {
  readonly registry: Registry;
  readonly requestSeconds: Histogram<'method' | 'route' | 'status'>;
  readonly registrationsOpened: Counter<'channel' | 'kind'>;
  readonly attemptsDecided: Counter<'decision'>;
  readonly attemptsAbandoned: Counter<'ground'>;
  readonly boothsExhausted: Counter;
  readonly captureSockets: Gauge;
  /** From the last sealed chunk to the answer written to storage. */
  readonly answerSeconds: Histogram;
  readonly ledgerLeaves: Gauge;
  readonly ledgerLeavesWitnessed: Gauge;
  readonly witnessAnswers: Counter<'outcome'>;
}

/** Counts and durations. No label names a person, a registration or a tenant. */
export function openMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'bonin_' });
  const registers = [registry];
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'bonin_http_request_seconds',
      help: 'Time to answer a request.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    }),
    registrationsOpened: new Counter({
      name: 'bonin_registrations_opened_total',
      help: 'Registrations opened.',
      labelNames: ['channel', 'kind'],
      registers,
    }),
    attemptsDecided: new Counter({
      name: 'bonin_attempts_decided_total',
      help: 'Attempts that ended with a decision.',
      labelNames: ['decision'],
      registers,
    }),
    attemptsAbandoned: new Counter({
      name: 'bonin_attempts_abandoned_total',
      help: 'Attempts that ended before anything was examined.',
      labelNames: ['ground'],
      registers,
    }),
    boothsExhausted: new Counter({
      name: 'bonin_booths_exhausted_total',
      help: 'Times that every booth was taken.',
      registers,
    }),
    captureSockets: new Gauge({
      name: 'bonin_capture_sockets',
      help: 'Open capture channels.',
      registers,
    }),
    answerSeconds: new Histogram({
      name: 'bonin_answer_seconds',
      help: 'From the last sealed chunk to the recorded decision.',
      buckets: [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10],
      registers,
    }),
    ledgerLeaves: new Gauge({
      name: 'bonin_ledger_leaves',
      help: 'Leaves under the newest checkpoint of the ledger, as it was last shown to witnesses.',
      registers,
    }),
    ledgerLeavesWitnessed: new Gauge({
      name: 'bonin_ledger_leaves_witnessed',
      help: 'Leaves under the newest checkpoint that enough witnesses have signed.',
      registers,
    }),
    witnessAnswers: new Counter({
      name: 'bonin_ledger_witness_answers_total',
      help: 'Answers of witnesses that were asked to sign a checkpoint.',
      labelNames: ['outcome'],
      registers,
    }),
  };
}
