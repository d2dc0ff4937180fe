import { CodedError } from '@bonin/core';
import { parseOperators, type PolicyOperators } from '@bonin/policies';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerConfig } from '../config.ts';
import { consentDigests } from '../consent-digests.ts';
import type { Log } from '../observability/log.ts';
import { ServerError } from '../server-error.ts';
import { openRuleShelf, type RuleShelf, type RuleShelfParts } from './rule-shelf.ts';

/**
 * The route policies of this installation; `undefined` where nobody may publish any.
 *
 * @throws {ServerError} `POLICY_OPERATORS_UNREADABLE`; `POLICY_OPERATORS_MISSING` where rules were published and the file of those
 *   who may is not named any more
 * @throws {PublicationError} `POLICY_OPERATORS_MALFORMED`
 */
export async function rulesOfInstallation(
  { policyOperatorsFile }: Pick<ServerConfig, 'policyOperatorsFile'>,
  parts: Omit<RuleShelfParts, 'operators' | 'consentTexts'>,
): Promise<RuleShelf | undefined> {
  if (policyOperatorsFile === undefined) {
    const published = await parts.archive.list();
    if (published.length > 0) throw new ServerError('POLICY_OPERATORS_MISSING');
    return undefined;
  }
  return openRuleShelf({
    ...parts,
    operators: readOperators(policyOperatorsFile),
    consentTexts: consentDigests(),
  });
}

/**
 * Publishes the signed documents of a folder that are not published yet, lowest name first. One that is refused is logged; what was
 * in force stays so.
 *
 * @throws {ServerError} `ROUTE_POLICY_FOLDER_UNREADABLE`
 */
export async function publishFolder(folder: string, shelf: RuleShelf, log: Log): Promise<void> {
  for (const note of notesOf(folder)) {
    try {
      const { policy } = await shelf.publish(note);
      log('info', 'route-policy-published', { policy: `${policy.id}@${String(policy.version)}` });
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      const code = String(error.code);
      // Published at an earlier start.
      if (code !== 'POLICY_VERSION_NOT_NEW') log('error', 'route-policy-refused', { code });
    }
  }
}

function readOperators(file: string): PolicyOperators {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new ServerError('POLICY_OPERATORS_UNREADABLE');
  }
  return parseOperators(text);
}

function notesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.note'))
      .sort()
      .map((name) => readFileSync(join(folder, name), 'utf8'));
  } catch {
    throw new ServerError('ROUTE_POLICY_FOLDER_UNREADABLE');
  }
}
