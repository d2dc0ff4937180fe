/**
 * The third door of injection: a bare client that speaks the capture channel and makes its frames itself, before the
 * real service with real booths under the shipped policy.
 *
 * A living person who is drawn goes through the same door and gets a Y, for otherwise an N would prove nothing. That is
 * the limit which the threat model states: whoever draws a living head in time is not told from one here.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { POSES } from '@bonin/core';
import { openSealer } from '@bonin/sealing';
import type { Presentation, RgbPicture, Shown } from '@bonin/simulated-person';
import { streamOf } from '@bonin/simulated-person';
import { datedBack, delayed, olderChallenge } from '@bonin/simulated-person/instruments';
import {
  endingOf,
  openCaptureDevice,
  presentLive,
  type CaptureEnding,
  type OpenedCapture,
} from '@bonin/testkit/applicant';
import { keeping, playBack, withTimes, type KeptSession } from './bare-client.ts';
import { drawManOnCard } from './faces.ts';
import { tableOf, type TriedLine } from './outcome-table.ts';
import { livingPerson, type People } from './instruments.ts';
import { locatePeople } from './people.ts';
import { startService, type RunningService } from './running-service.ts';

/** As many as two cores can draw and examine in time. */
const AT_ONCE = 3;
const TRIES = 3;

/** Whoever does nothing of what is asked is told that the capture could not be used, and nothing else. */
const NOT_CONFIRMED = ['not-confirmed', 'capture-unusable'] as const;
const REFUSED = ['ended without a word'] as const;

describe('a bare client at the capture channel', { concurrency: AT_ONCE }, () => {
  const atEnd = new AsyncDisposableStack();
  const tried: TriedLine[] = [];
  let control: TriedLine | undefined;
  let service: RunningService;
  let people: People;
  let card: Uint8Array;
  let kept: KeptSession;
  let keptChallenge: string;

  before(async () => {
    people = await locatePeople();
    card = await drawManOnCard();
    service = await startService({ BONIN_BOOTHS: String(AT_ONCE) });
    atEnd.defer(() => service.stop());
    // A genuine session for those who replay one; the first that is accepted, as for any applicant.
    for (let attempt = 1; ; attempt += 1) {
      kept = { frames: [], chunks: [] };
      const { line, ending, challenge } = await attempted('a living person', (capture) =>
        presentAll(keeping(capture, kept), livingPerson(people.manOnCard, attempt)),
      );
      keptChallenge = challenge;
      if (isAccepted(ending)) {
        assert.equal(line.answer, 'Y');
        break;
      }
      assert.ok(attempt < TRIES, 'no simulated person came through: an N would prove nothing');
    }
  });

  after(async () => {
    await atEnd.disposeAsync();
    console.log(tableOf('a bare client at the capture channel', tried, control));
  });

  async function attempted(
    instrument: string,
    act: (capture: OpenedCapture) => Promise<CaptureEnding>,
  ) {
    const order = await service.openRegistration('en');
    using device = await openCaptureDevice(service.serviceUrl, order.captureLink);
    const capture = await device.requestAttempt();
    const ending = await act(capture);
    const seen = await service.look(order.orderId);
    const told = ending.kind === 'decided' ? ending.outcome : toldOf(ending);
    const line = { instrument, told, answer: seen.answer ?? 'no answer' };
    return { line, ending, seen, challenge: capture.offer.challenge };
  }

  async function presentAll(
    capture: OpenedCapture,
    presentation: Presentation,
  ): Promise<CaptureEnding> {
    await capture.sendCard(card);
    return (await presentLive(capture, presentation)).ending;
  }

  /** An instrument that must end without a Y. */
  function noAnswerFor(
    instrument: string,
    act: (capture: OpenedCapture) => Promise<CaptureEnding>,
    told: readonly string[],
  ): void {
    it(`gives no Y to ${instrument}`, async () => {
      const { line, ending, seen } = await attempted(instrument, act);
      tried.push(line);
      assert.ok(!isAccepted(ending));
      assert.notEqual(seen.answer, 'Y');
      assert.notEqual(seen.state, 'approved');
      assert.ok(told.includes(line.told), line.told);
    });
  }

  const alive = (seed: number): Presentation => livingPerson(people.manOnCard, seed);

  noAnswerFor(
    'the frames of an older genuine session, at their times',
    async (capture) => {
      await capture.sendCard(card);
      return playBack(capture, kept.frames);
    },
    NOT_CONFIRMED,
  );

  noAnswerFor(
    'the sealed chunks of another attempt',
    async (capture) => {
      for (const chunk of kept.chunks) capture.sendChunk(chunk);
      return endingOf(capture);
    },
    REFUSED,
  );

  noAnswerFor(
    'chunks that are sealed under the challenge of another attempt',
    async (capture) => {
      const { offer } = capture;
      const sealer = await openSealer({ ...offer, challenge: keptChallenge });
      capture.sendChunk(await sealer.seal({ kind: 'card', last: true, payload: card }));
      return endingOf(capture);
    },
    REFUSED,
  );

  noAnswerFor(
    'a living person who answers a guess before it is asked',
    (capture) => presentAll(capture, guessing(alive(11))),
    NOT_CONFIRMED,
  );

  noAnswerFor(
    'a living person who makes every movement in turn, whatever is asked',
    (capture) => presentAll(capture, restless(alive(12))),
    NOT_CONFIRMED,
  );

  noAnswerFor(
    'frames that come all at once, without waiting for anything to be asked',
    async (capture) => {
      await capture.sendCard(card);
      for (const { image, takenAtMs } of kept.frames.slice(0, 12)) {
        await capture.sendFrame(image, takenAtMs);
      }
      await capture.end();
      return endingOf(capture);
    },
    NOT_CONFIRMED,
  );

  noAnswerFor(
    'a living person whose frames stand still in time',
    (capture) =>
      presentAll(
        withTimes(capture, () => 0),
        alive(13),
      ),
    NOT_CONFIRMED,
  );

  noAnswerFor(
    'a living person whose clock runs at half its pace',
    (capture) =>
      presentAll(
        withTimes(capture, (takenAtMs) => takenAtMs / 2),
        alive(14),
      ),
    NOT_CONFIRMED,
  );

  noAnswerFor(
    'a living person who is late and dates every frame back by as much',
    (capture) => {
      const lateMs = 1_500;
      const late = datedBack(delayed(alive(19), lateMs), lateMs);
      return presentAll(
        withTimes(capture, (takenAtMs) => late.dateOf?.(takenAtMs) ?? takenAtMs),
        late,
      );
    },
    NOT_CONFIRMED,
  );

  noAnswerFor(
    'a living person whose frames carry no time',
    (capture) =>
      presentAll({ ...capture, sendFrame: (image) => capture.sendUntimedFrame(image) }, alive(15)),
    REFUSED,
  );

  noAnswerFor(
    'one and the same frame',
    (capture) =>
      presentAll(
        capture,
        frozen(alive(16), (picture) => picture),
      ),
    NOT_CONFIRMED,
  );

  noAnswerFor(
    'one frame with another pixel each time',
    (capture) => presentAll(capture, frozen(alive(17), withOtherPixel())),
    NOT_CONFIRMED,
  );

  noAnswerFor(
    'another man, alive, who answers everything',
    (capture) => presentAll(capture, livingPerson(people.otherMan, 18)),
    NOT_CONFIRMED,
  );

  noAnswerFor(
    'a genuine session that is cut off where the colours begin, and a still from there on',
    async (capture) => presentAll(capture, stillFromColours(alive(19))),
    NOT_CONFIRMED,
  );

  it('gives a Y to a living person who is drawn in time, beside all this', async () => {
    for (let attempt = 1; ; attempt += 1) {
      const { line, ending } = await attempted('a living person, drawn in time', (capture) =>
        presentAll(capture, alive(20 + attempt)),
      );
      if (attempt < TRIES && !isAccepted(ending)) continue;
      control = line;
      assert.equal(line.answer, 'Y');
      return;
    }
  });
});

function toldOf(ending: Exclude<CaptureEnding, { kind: 'decided' }>): string {
  return ending.kind === 'abandoned' ? 'ended without a word' : ending.code;
}

function isAccepted(ending: CaptureEnding): boolean {
  return ending.kind === 'decided' && ending.outcome === 'accepted';
}

/** Answers a challenge that was drawn by whoever attacks, and none that is asked. */
function guessing(inner: Presentation): Presentation {
  const { turns } = olderChallenge(streamOf(1, 'guess'));
  return told(inner, turns);
}

/** Goes through all movements over and over. */
function restless(inner: Presentation): Presentation {
  const rounds = Array.from({ length: 12 }, (_, round) => round);
  const turns = rounds.flatMap((round) =>
    POSES.map((pose, place) => ({
      shown: { kind: 'pose', pose } as const,
      atMs: 1_000 + 900 * (round * POSES.length + place),
    })),
  );
  return told(inner, turns);
}

/** Somebody who sees what is told, from the beginning on, and nothing of the page. */
function told(
  inner: Presentation,
  turns: readonly { readonly shown: Shown; readonly atMs: number }[],
): Presentation {
  let isTold = false;
  return {
    see(_, atMs) {
      if (isTold) return;
      isTold = true;
      for (const turn of turns) inner.see(turn.shown, atMs + turn.atMs);
    },
    frameAt: (atMs) => inner.frameAt(atMs),
  };
}

/** The first picture for ever. */
function frozen(inner: Presentation, change: (picture: RgbPicture) => RgbPicture): Presentation {
  let first: RgbPicture | undefined;
  return {
    see: (shown, atMs) => inner.see(shown, atMs),
    frameAt(atMs) {
      first ??= inner.frameAt(atMs);
      return change(first);
    },
  };
}

function withOtherPixel(): (picture: RgbPicture) => RgbPicture {
  let count = 0;
  return ({ width, height, pixels }) => {
    count += 1;
    const changed = Uint8Array.from(pixels);
    changed.fill(count % 256, 24 * count, 24 * count + 24);
    return { width, height, pixels: changed };
  };
}

function stillFromColours(inner: Presentation): Presentation {
  const change = withOtherPixel();
  let still: RgbPicture | undefined;
  let isStill = false;
  return {
    see(shown, atMs) {
      isStill = shown.kind === 'colour';
      inner.see(shown, atMs);
    },
    frameAt(atMs) {
      if (!isStill || still === undefined) still = inner.frameAt(atMs);
      return isStill ? change(still) : still;
    },
  };
}
