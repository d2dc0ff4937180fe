/**
 * Structured logs: one JSON line an event, from a closed list of events and fields.
 *
 * Nothing else gets out: no URL, header, body, token, id of a person or of a registration, no message
 * of an error. What the framework wants to say is reduced to that it said something.
 */
import { CodedError } from '@bonin/core';
import type { FastifyBaseLogger } from 'fastify';

export type LogEvent =
  | 'service-ready'
  | 'service-stopping'
  | 'service-stopped'
  | 'route-policy-published'
  | 'route-policy-refused'
  | 'demonstration-on'
  | 'page-missing'
  | 'build-changed'
  | 'request-answered'
  | 'request-failed'
  | 'capture-joined'
  | 'capture-left'
  | 'capture-refused'
  | 'capture-failed'
  | 'booths-exhausted'
  | 'attempt-opened'
  | 'attempt-decided'
  | 'attempt-abandoned'
  | 'storage-retried'
  | 'registrations-expired'
  | 'ledger-rolled-back'
  | 'salts-destroyed'
  | 'witnesses-agreed'
  | 'witnesses-missing'
  | 'witness-contradicted'
  | 'job-failed'
  | 'framework-message';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Every field that a log line may have. All hold our own words, numbers or random ids. */
export interface LogFields {
  readonly correlationId?: string | undefined;
  readonly tenantId?: string | undefined;
  readonly method?: string | undefined;
  /** The pattern of a route, never an address that was asked for. */
  readonly route?: string | undefined;
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly ms?: number | undefined;
  readonly outcome?: string | undefined;
  readonly ground?: string | undefined;
  readonly count?: number | undefined;
  readonly job?: string | undefined;
  readonly storage?: string | undefined;
  readonly isolation?: string | undefined;
  readonly policy?: string | undefined;
  readonly buildDigest?: string | undefined;
  readonly modelDigest?: string | undefined;
  readonly errorName?: string | undefined;
  readonly errorCode?: string | undefined;
  readonly sqlState?: string | undefined;
  /** Where in our code, without the message, which might quote. */
  readonly frames?: string | undefined;
}

const FIELDS: Readonly<Record<keyof LogFields, true>> = {
  correlationId: true,
  tenantId: true,
  method: true,
  route: true,
  status: true,
  code: true,
  ms: true,
  outcome: true,
  ground: true,
  count: true,
  job: true,
  storage: true,
  isolation: true,
  policy: true,
  buildDigest: true,
  modelDigest: true,
  errorName: true,
  errorCode: true,
  sqlState: true,
  frames: true,
};

export type Log = (level: LogLevel, event: LogEvent, fields?: LogFields) => void;

/** @param write - takes one line */
export function openLog(write: (line: string) => void, now: () => number): Log {
  return (level, event, fields = {}) => {
    const allowed = Object.entries(fields).filter(
      ([name, value]) => Object.hasOwn(FIELDS, name) && value !== undefined,
    );
    const time = new Date(now()).toISOString();
    write(`${JSON.stringify({ time, level, event, ...Object.fromEntries(allowed) })}\n`);
  };
}

const CODE = /^[A-Z][A-Z0-9_]{1,63}$/;
const FRAMES_MAX = 8;

/** What may be said of an error: its class, its code if it has one, and where it came from. */
export function faultFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { errorName: 'not-an-error' };
  const code: unknown = 'code' in error ? error.code : undefined;
  const details = error instanceof CodedError ? error.details : {};
  const sqlState = details['sqlState'];
  return {
    errorName: /^[A-Za-z]{1,64}$/.test(error.name) ? error.name : 'Error',
    errorCode: typeof code === 'string' && CODE.test(code) ? code : undefined,
    sqlState: typeof sqlState === 'string' ? sqlState : undefined,
    frames: framesOf(error),
  };
}

/** What a line of our own code, of a library or of Node.js itself looks like, and no prose does. */
const FRAME = /^ {4}at (?:[\w$.<>[\] ]{1,200} \()?(?:file:\/\/|node:|\/)[^\s()]{1,400}:\d+:\d+\)?$/;

// The stack begins with name and message, and a message of several lines could look like frames.
function framesOf(error: Error): string {
  const stack = error.stack ?? '';
  const { message } = error;
  const at = message === '' ? -1 : stack.indexOf(message);
  // A message that was changed since does not stand in the stack: then nothing of it can be told apart.
  if (message !== '' && at < 0) return '';
  return stack
    .slice(at < 0 ? 0 : at + message.length)
    .split('\n')
    .filter((line) => FRAME.test(line))
    .slice(0, FRAMES_MAX)
    .map((line) => line.trim())
    .join(' | ');
}

/** The logger that the framework is given: it may say that something was, not what. */
export function frameworkLogger(log: Log): FastifyBaseLogger {
  const say =
    (level: LogLevel) =>
    (first: unknown): void => {
      const error: unknown =
        typeof first === 'object' && first !== null && 'err' in first ? first.err : first;
      log(level, 'framework-message', error instanceof Error ? faultFields(error) : {});
    };
  const silent = (): void => undefined;
  const logger = {
    level: 'warn',
    fatal: say('error'),
    error: say('error'),
    warn: say('warn'),
    info: silent,
    debug: silent,
    trace: silent,
    silent,
    child: () => logger,
  };
  return logger as FastifyBaseLogger;
}
