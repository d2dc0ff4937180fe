import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeGoals, widerUpper } from './goals.ts';
import type { PeerFindings } from './peer-comparison.ts';
import { plainRate, type RateSummary, type SeriesSummary } from './summarize-series.ts';
import type { TimeSummary } from './times.ts';

const nothing: PeerFindings = { atDefault: [], atEqualFmr: [] };

function series(
  view: SeriesSummary['view'],
  { fmr, fnmr }: { readonly fmr: RateSummary; readonly fnmr: RateSummary },
  matedBySamePhotograph = false,
): SeriesSummary {
  const none = plainRate({ errors: 0, trials: 0 });
  return {
    recogniser: 'Bonin',
    cohort: 'drawn',
    persons: 249,
    view,
    measure: 'cosine',
    matedBySamePhotograph,
    failuresToAcquire: { references: none, probes: none },
    equalErrorRate: null,
    operatingPoint: { threshold: 0.5, fmr, fnmr, fmrAlike: none, fnmrWithFailures: none },
    atRequiredFmr: [],
  };
}

const rate = (errors: number, trials: number) => plainRate({ errors, trials });
const stateOf = (goal: RegExp, ...judged: Parameters<typeof judgeGoals>) =>
  judgeGoals(...judged).find((one) => goal.test(one.goal))?.state;

describe('the judgement of a goal', () => {
  it('is reached only where the bound holds it too', () => {
    const clean = (fnmr: RateSummary) => [series('clean', { fmr: rate(0, 61_752), fnmr })];
    const goal = /FNMR, clean/;
    assert.equal(stateOf(goal, clean(rate(2, 2490)), nothing, []), 'reached');
    assert.equal(
      stateOf(goal, clean(rate(2, 249)), nothing, []),
      'counted within; the 95 % bound is not',
    );
    assert.equal(stateOf(goal, clean(rate(3, 249)), nothing, []), 'missed');
  });

  it('calls no error in 61,752 pairs counted within 1e-5, not reached', () => {
    const fmr = rate(0, 61_752);
    const judged = judgeGoals([series('clean', { fmr, fnmr: rate(0, 249) })], nothing, []);
    const goal = judged.find(({ goal: name }) => name.startsWith('FMR, two photographs'));
    assert.equal(goal?.state, 'counted within; the 95 % bound is not');
    assert.equal(goal.bound, '6.0e-5');
  });

  it('goes by the wider of both bounds', () => {
    const boundsByPerson = { lower: 0, upper: 0.2 };
    assert.equal(widerUpper({ ...rate(2, 249), boundsByPerson }), 0.2);
    assert.ok(widerUpper(rate(2, 249)) > 0.028);
  });

  it('sets the better of all ways of a peer against the engine, with bounds', () => {
    const at = (recogniser: string, fnmr: RateSummary) => ({
      recogniser,
      measure: 'cosine',
      target: 1e-4,
      thresholdFrom: 'drawn',
      cohort: 'drawn',
      fnmr,
    });
    const peers = (own: RateSummary) => ({
      atDefault: [],
      atEqualFmr: [
        at('Bonin', own),
        at('peer, one way', rate(85, 249)),
        at('peer, another', rate(20, 249)),
      ],
    });
    const goal = /best peer.*same pairs/;
    assert.equal(
      stateOf(goal, [], peers(rate(1, 249)), []),
      'counted within; the 95 % bound is not',
    );
    assert.equal(stateOf(goal, [], peers(rate(3, 249)), []), 'missed');
    assert.equal(stateOf(goal, [], peers(rate(0, 2490)), []), 'reached');
  });

  it('compares times of probes with times of probes', () => {
    const time = (recogniser: string, role: TimeSummary['role'], wallMedianMs: number) => ({
      recogniser,
      role,
      images: 10,
      wallMedianMs,
      wall95Ms: wallMedianMs,
      cpuMedianMs: wallMedianMs,
    });
    const own = [time('Bonin', 'reference', 90), time('Bonin', 'probe', 20)];
    const peer = [time('peer', 'reference', 10), time('peer', 'probe', 210)];
    assert.equal(stateOf(/fastest peer/, [], nothing, [...own, ...peer]), 'reached');
    assert.equal(stateOf(/fastest peer/, [], nothing, own), 'not measured');
  });
});
