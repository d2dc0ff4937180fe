import type { DecisionPolicy, PolicyVersion } from '@bonin/core';
import {
  encodeStatement,
  makeSalt,
  referTo,
  toMinute,
  type HexDigest,
  type Statement,
} from '@bonin/ledger';
import type { LedgerEntry, LedgerScribe, WitnessedFact } from '@bonin/workflows';
import { createHash } from 'node:crypto';
import { reportDigest } from './report.ts';

/** What the scribe adds of its own to every statement. */
export interface ScribeFacts {
  readonly buildDigest: HexDigest;
  readonly modelDigest: HexDigest;
  /** Of the document of that policy. */
  readonly policyDigest: (policy: PolicyVersion) => HexDigest;
}

/** Writes what the service does as statements of the ledger. */
export function ledgerScribe(facts: ScribeFacts): LedgerScribe {
  return { write: (fact) => entryOf(statementOf(fact, facts)) };
}

/** A statement behind a fresh salt. */
export function entryOf(statement: Statement): LedgerEntry {
  return { statement: encodeStatement(statement), salt: makeSalt() };
}

/** SHA-256 of a text, 64 hexadecimal digits. */
function digestOf(text: string): HexDigest {
  return createHash('sha256').update(text).digest('hex');
}

/** Of a policy, as it is kept: SHA-256 over its canonical JSON. */
export function policyDigest(policy: DecisionPolicy): HexDigest {
  return digestOf(JSON.stringify(policy));
}

function statementOf(fact: WitnessedFact, facts: ScribeFacts): Statement {
  const { buildDigest, modelDigest } = facts;
  const policy = { id: fact.policy.id, version: fact.policy.version };
  const common = {
    at: toMinute(fact.at),
    registration: referTo('registration', fact.registrationId),
  };
  switch (fact.kind) {
    case 'attempt-opened':
      return {
        kind: 'attempt-opened',
        ...common,
        attempt: referTo('attempt', fact.attemptId),
        policy,
        buildDigest,
      };
    case 'deletion':
      return {
        kind: 'deletion',
        ...common,
        attempt: referTo('attempt', fact.attemptId),
        exit: fact.exit,
        symbolsSaid: fact.symbolsSaid,
        isolation: fact.isolation,
        buildDigest,
        modelDigest,
        policyDigest: facts.policyDigest(policy),
        consentTextDigest: fact.consentTextDigest,
      };
    case 'incident':
      return {
        kind: 'incident',
        at: common.at,
        matter: fact.matter,
        reportDigest: reportDigest({
          at: fact.at,
          matter: fact.matter,
          facts: { attempt: referTo('attempt', fact.attemptId) },
        }),
      };
    case 'exception':
      return {
        kind: 'exception',
        ...common,
        act: fact.act,
        office: 'mobile-operator',
        reasonDigest: reportDigest({
          at: fact.at,
          matter: fact.act,
          facts: { by: fact.by, ...(fact.ground === undefined ? {} : { ground: fact.ground }) },
        }),
      };
    case 'result':
      return {
        kind: 'result',
        ...common,
        result: fact.answer,
        ...(fact.ground === undefined ? {} : { ground: fact.ground }),
        policy,
        attempts: fact.attempts,
        buildDigest,
        modelDigest,
        tokenDigest: digestOf(fact.token),
      };
  }
}
