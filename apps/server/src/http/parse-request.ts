import type { z } from 'zod';
import { Refusal } from './refusal.ts';

/**
 * Reads a request body by its schema.
 *
 * @throws {Refusal} `REQUEST_MALFORMED` with every member that is not as documented
 */
export function parseBody<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
): z.infer<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new Refusal('REQUEST_MALFORMED', membersOf(parsed.error.issues));
}

// Names of our own schema only: the name of a member that we do not know is text of the client's.
function membersOf(issues: readonly z.core.$ZodIssue[]): readonly string[] {
  const members = issues.map((issue) =>
    issue.code === 'unrecognized_keys' ? '(undocumented member)' : issue.path.map(String).join('.'),
  );
  return [...new Set(members.map((member) => (member === '' ? '(body)' : member)))];
}
