import { readFileSync } from 'node:fs';
import {
  RegistrationError,
  type DecisionPolicy,
  type Instant,
  type PolicyVersion,
} from '@bonin/core';
import { parseDecisionPolicy } from '@bonin/protocol';
import type { PolicyArchive, PolicyBook } from '@bonin/workflows';
import type { RuleShelf } from './rule-shelf.ts';
import { ServerError } from '../server-error.ts';

/** The policy in force from its file, and the earlier ones from the archive. */
export interface PolicyShelf extends PolicyBook {
  readonly rules?: RuleShelf;
  readonly current: PolicyVersion;
  /**
   * Learns of policies that another node has put in force meanwhile. Returns one fault for each document
   * that cannot be read; registrations under that policy wait, all others do not.
   */
  refresh(): Promise<readonly unknown[]>;
}

/**
 * Puts the policy of a file in force and keeps it.
 *
 * @throws {ServerError} `POLICY_FILE_UNREADABLE`
 * @throws {ProtocolError} `POLICY_MALFORMED`
 * @throws {RegistrationError} `POLICY_VERSION_CHANGED` when the document changed and its version did not
 */
export async function openPolicyShelf(
  file: string,
  archive: PolicyArchive,
  at: Instant,
): Promise<PolicyShelf> {
  const current = readPolicyFile(file);
  await archive.keep(
    { policy: { id: current.id, version: current.version }, document: JSON.stringify(current) },
    at,
  );
  const known = new Map<string, DecisionPolicy>();
  const refresh = async (): Promise<readonly unknown[]> => {
    const faults: unknown[] = [];
    for (const { policy, document } of await archive.list()) {
      const name = nameOf(policy);
      try {
        if (!known.has(name)) known.set(name, readPolicy(document));
      } catch (error) {
        faults.push(error);
      }
    }
    return faults;
  };
  await refresh();
  return {
    current: { id: current.id, version: current.version },
    inForce: () => current,
    version: (wanted) => {
      const found = known.get(nameOf(wanted));
      if (found === undefined) throw new RegistrationError('POLICY_NOT_IN_FORCE');
      return found;
    },
    refresh,
  };
}

/**
 * Reads the policy of a file, without putting it in force.
 *
 * @throws {ServerError} `POLICY_FILE_UNREADABLE`
 * @throws {ProtocolError} `POLICY_MALFORMED`
 */
export function readPolicyFile(file: string): DecisionPolicy {
  return parseDecisionPolicy(readJson(file));
}

function nameOf({ id, version }: PolicyVersion): string {
  return `${id}@${String(version)}`;
}

function readPolicy(document: string): DecisionPolicy {
  let json: unknown;
  try {
    json = JSON.parse(document);
  } catch {
    // Not wrapped: a parser's message quotes what it read.
    throw new ServerError('KEPT_POLICY_UNREADABLE');
  }
  return parseDecisionPolicy(json);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new ServerError('POLICY_FILE_UNREADABLE');
  }
}
