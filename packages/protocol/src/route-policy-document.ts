import {
  CHALLENGE_PROFILES,
  COUNTABLE_OUTCOMES,
  EXCEPTION_GROUNDS,
  POLICY_STANDINGS,
  SITUATION_VALUES,
  instant,
  milliseconds,
  parseRouteId,
  type RoutePolicy,
  type RouteRule,
} from '@bonin/core';
import { z } from 'zod';
import { ProtocolError } from './protocol-error.ts';

/** What the first member of every route policy says. */
export const ROUTE_POLICY_FORMAT = 'bonin-route-policy/1';

const name = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/);
/** With an offset or Z: a rule begins at a moment, not at a date. */
const moment = z.iso.datetime({ offset: true });
/** Days, hours, minutes and seconds; no months or years, whose length nobody knows. */
const duration = z
  .string()
  .regex(/^P(?=\d|T\d)(\d{1,4}D)?(T(?=\d)(\d{1,4}H)?(\d{1,4}M)?(\d{1,5}S)?)?$/);
const textDigest = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const digests = z.record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), textDigest);
/** What nobody may write twice, since it would look like two. */
const distinct = <T extends z.ZodType>(item: T, least: number) =>
  z
    .array(item)
    .min(least)
    .refine((items) => new Set(items).size === items.length);

const routeTerms = z.strictObject({
  route: z.string().regex(/^[a-z][a-z0-9-]{1,31}$/),
  attempts: z
    .strictObject({
      min: z.int().min(0).max(10),
      max: z.int().min(1).max(10),
      counts: distinct(z.enum(COUNTABLE_OUTCOMES), 1),
    })
    .refine(({ min, max }) => min <= max),
  lockout: duration.exactOptional(),
  profiles: distinct(z.enum(CHALLENGE_PROFILES), 1).exactOptional(),
});

const afterFailure = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('conditional-activation'),
    on: z.enum(['failure', 'outage']),
    deadline: duration,
  }),
  z.strictObject({
    kind: z.literal('exception'),
    grounds: distinct(z.enum(EXCEPTION_GROUNDS), 1),
    persons: z.union([z.literal(1), z.literal(2)]),
  }),
]);

const terms = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('not-required') }),
  z.strictObject({
    kind: z.literal('required'),
    routes: z
      .array(routeTerms)
      .min(1)
      .max(16)
      .refine((routes) => new Set(routes.map(({ route }) => route)).size === routes.length),
    afterFailure: z
      .array(afterFailure)
      .refine((all) => new Set(all.map(({ kind }) => kind)).size === all.length),
    lineLimit: z
      .strictObject({
        lines: z.int().min(1).max(1_000),
        within: duration,
        whenUnknown: z.enum(['refuse', 'go-on']),
      })
      .exactOptional(),
  }),
]);

const when = z.strictObject({
  channel: distinct(z.enum(SITUATION_VALUES.channel), 1).exactOptional(),
  kind: distinct(z.enum(SITUATION_VALUES.kind), 1).exactOptional(),
  document: distinct(z.enum(SITUATION_VALUES.document), 1).exactOptional(),
  nationality: distinct(z.enum(SITUATION_VALUES.nationality), 1).exactOptional(),
  tenantClass: distinct(z.enum(SITUATION_VALUES.tenantClass), 1).exactOptional(),
});

/** The shape of a route policy, of which its JSON Schema is made. */
const routePolicyDocument = z.strictObject({
  format: z.literal(ROUTE_POLICY_FORMAT),
  id: name,
  version: z.int().positive(),
  standing: z.enum(POLICY_STANDINGS),
  inForce: z.strictObject({ from: moment, until: moment.exactOptional() }),
  title: z.record(z.string(), z.string().min(1).max(200)),
  remarks: z.array(z.string().min(1).max(1_000)).exactOptional(),
  facePolicy: z.strictObject({ id: name }),
  texts: z
    .strictObject({
      consent: digests.exactOptional(),
      warning: digests.exactOptional(),
      notice: digests.exactOptional(),
    })
    .exactOptional(),
  rules: z
    .array(z.strictObject({ name, when, terms }))
    .min(1)
    .max(256)
    .refine((rules) => new Set(rules.map((rule) => rule.name)).size === rules.length),
});

export type RoutePolicyDocument = z.infer<typeof routePolicyDocument>;

/** The JSON Schema of a route policy, as docs/formats shows it. */
export function routePolicySchema(): object {
  return z.toJSONSchema(routePolicyDocument, { io: 'input' });
}

/**
 * Reads a route policy.
 *
 * Not verified: its signatures, that its table leaves no gap, and that the texts and the face policy that it names exist.
 *
 * @throws {ProtocolError} `ROUTE_POLICY_MALFORMED`, naming the member
 * @see docs/formats/route-policy.md
 */
export function parseRoutePolicy(json: unknown): RoutePolicy {
  const parsed = routePolicyDocument.safeParse(json);
  if (!parsed.success) {
    const member = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
    throw new ProtocolError('ROUTE_POLICY_MALFORMED', { member });
  }
  const { id, version, standing, inForce, facePolicy, texts = {}, rules } = parsed.data;
  const from = instant(Date.parse(inForce.from));
  const until = inForce.until === undefined ? undefined : instant(Date.parse(inForce.until));
  if (until !== undefined && !(until > from)) {
    throw new ProtocolError('ROUTE_POLICY_MALFORMED', { member: 'inForce.until' });
  }
  return {
    id,
    version,
    standing,
    from,
    ...(until === undefined ? {} : { until }),
    facePolicy,
    texts: { consent: {}, warning: {}, notice: {}, ...texts },
    rules: rules.map((rule) => ruleOf(rule)),
  };
}

type WrittenRule = RoutePolicyDocument['rules'][number];

function ruleOf({ name: ruleName, when: cases, terms: written }: WrittenRule): RouteRule {
  if (written.kind === 'not-required') return { name: ruleName, when: cases, terms: written };
  const { lineLimit } = written;
  return {
    name: ruleName,
    when: cases,
    terms: {
      kind: 'required',
      routes: written.routes.map(({ route, lockout, ...rest }) => ({
        ...rest,
        route: parseRouteId(route),
        ...(lockout === undefined ? {} : { lockout: durationOf(lockout) }),
      })),
      afterFailure: written.afterFailure.map((one) =>
        one.kind === 'exception' ? one : { ...one, deadline: durationOf(one.deadline) },
      ),
      ...(lineLimit === undefined
        ? {}
        : { lineLimit: { ...lineLimit, within: durationOf(lineLimit.within) } }),
    },
  };
}

const PARTS = [
  ['D', 86_400_000],
  ['H', 3_600_000],
  ['M', 60_000],
  ['S', 1_000],
] as const;

/** ISO 8601, as far as `duration` lets it come. */
function durationOf(text: string) {
  let total = 0;
  for (const [letter, each] of PARTS) {
    const digits = new RegExp(`(\\d+)${letter}`).exec(text)?.[1];
    total += each * Number(digits ?? 0);
  }
  return milliseconds(total);
}
