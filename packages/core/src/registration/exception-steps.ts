import type { Brand } from '../brand.ts';
import type { GrantedException } from '../policy/routes/decide-route.ts';
import type { ExceptionGround } from '../policy/routes/route-policy.ts';
import type { Instant } from '../time/time.ts';
import { RegistrationError } from './registration-error.ts';

/**
 * How a mobile operator calls one of its staff: its own pseudonym, the same each time. Not verified: that there is such a person.
 */
export type StaffRef = Brand<string, 'StaffRef'>;

/** Letters, digits, dots, hyphens and underscores, 1 to 64. @throws {RegistrationError} `STAFF_REF_MALFORMED` */
export function parseStaffRef(text: string): StaffRef {
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(text)) throw new RegistrationError('STAFF_REF_MALFORMED');
  return text as StaffRef;
}

/**
 * One step of an exception: somebody of the staff asked for it, another one granted or refused it. Recorded in order.
 *
 * Personal data: pseudonyms of staff; of the applicant the ground alone.
 */
export type ExceptionStep =
  | {
      readonly kind: 'asked';
      readonly at: Instant;
      readonly by: StaffRef;
      readonly ground: ExceptionGround;
    }
  | { readonly kind: 'granted'; readonly at: Instant; readonly by: StaffRef }
  | { readonly kind: 'refused'; readonly at: Instant; readonly by: StaffRef };

/** How an exception stands. One that was refused can be asked for again. */
export type ExceptionStanding =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'asked' | 'granted';
      readonly ground: ExceptionGround;
      /** When the last one agreed. */
      readonly at: Instant;
      /** Who agreed, who asked first; each once. */
      readonly by: readonly StaffRef[];
    };

/**
 * How an exception stands after these steps.
 *
 * @throws {RegistrationError} `EXCEPTION_ALREADY_ASKED`, `EXCEPTION_NOT_ASKED`, `EXCEPTION_SAME_PERSON` where one agreed twice to an
 *   exception that asks for another person
 * @param persons - how many must agree
 */
export function exceptionStanding(
  steps: readonly ExceptionStep[],
  persons: number,
): ExceptionStanding {
  let standing: ExceptionStanding = { kind: 'none' };
  for (const step of steps) standing = afterStep(standing, step, persons);
  return standing;
}

function afterStep(
  standing: ExceptionStanding,
  step: ExceptionStep,
  persons: number,
): ExceptionStanding {
  if (step.kind === 'asked') {
    if (standing.kind !== 'none') throw new RegistrationError('EXCEPTION_ALREADY_ASKED');
    const { ground, at, by } = step;
    // Where one person is enough, asking is granting.
    return { kind: persons <= 1 ? 'granted' : 'asked', ground, at, by: [by] };
  }
  if (standing.kind !== 'asked') throw new RegistrationError('EXCEPTION_NOT_ASKED');
  if (step.kind === 'refused') return { kind: 'none' };
  if (standing.by.includes(step.by)) throw new RegistrationError('EXCEPTION_SAME_PERSON');
  const by = [...standing.by, step.by];
  return { ...standing, kind: by.length >= persons ? 'granted' : 'asked', at: step.at, by };
}

/** The exception as a rule looks at it; `undefined` where none was asked for, or it was refused. */
export function exceptionFact(standing: ExceptionStanding): GrantedException | undefined {
  if (standing.kind === 'none') return undefined;
  const { ground, at, by } = standing;
  return { ground, at, persons: by.length };
}
