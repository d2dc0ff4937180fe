/**
 * The first door of injection: the browser's own camera is fed a clip, and page and service are none the wiser. Clips are
 * made before anything is asked, so none of them can answer.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openStage } from '@bonin/simulated-person';
import { openHand, openPrint } from '@bonin/simulated-person/instruments';
import { openBrowser, openWindow } from './browser.ts';
import { makeFaces, SITTING, stills, writeClip, WHOLE, type Faces } from './faces.ts';
import { besideEachOther, everythingInTurn, otherDay, writeAnswer } from './fed-camera.ts';
import { eveningSetup, livingPerson, type People } from './instruments.ts';
import { tableOf, type TriedLine } from './outcome-table.ts';
import { locatePeople } from './people.ts';
import { startService, type RunningService } from './running-service.ts';
import { captureOnce, goToCard, toldBy } from './walk.ts';

const AT_ONCE = 2;
const PATIENCE_MS = 70_000;

describe('a clip that is fed to the browser’s camera', { concurrency: AT_ONCE }, () => {
  const atEnd = new AsyncDisposableStack();
  const tried: TriedLine[] = [];
  let faces: Faces;
  let people: People;
  let service: RunningService;

  before(async () => {
    faces = await makeFaces();
    atEnd.defer(() => faces.remove());
    people = await locatePeople();
    service = await startService({ BONIN_BOOTHS: String(AT_ONCE) });
    atEnd.defer(() => service.stop());
  });

  after(async () => {
    await atEnd.disposeAsync();
    console.log(tableOf('a clip that is fed to the browser’s camera', tried, undefined));
  });

  const inFolder = (name: string): string => join(faces.folder, `${name}.mjpeg`);

  function noAnswerFor(instrument: string, makeClip: () => Promise<string>): void {
    it(`gives no Y to ${instrument}`, async () => {
      await using browser = await openBrowser({ clip: await makeClip() });
      const order = await service.openRegistration('en');
      const page = await openWindow(browser, { language: 'en' });
      page.setDefaultTimeout(PATIENCE_MS);
      await goToCard(page, order.captureLink);
      await captureOnce(page, faces.cardFile);
      const told = await toldBy(page);
      const seen = await service.look(order.orderId);
      tried.push({ instrument, told, answer: seen.answer ?? 'no answer' });
      assert.ok(['not-confirmed', 'capture-unusable'].includes(told), told);
      assert.notEqual(seen.answer, 'Y');
      assert.notEqual(seen.state, 'approved');
    });
  }

  noAnswerFor('a still photograph of the man on the card', () => {
    const [still] = stills('man-a-clip-2');
    assert.ok(still !== undefined);
    return writeClip(inFolder('still'), [still], SITTING);
  });

  noAnswerFor('a recording of the man on the card', () => Promise.resolve(faces.sameManClip));

  noAnswerFor('a recording of another man', () => Promise.resolve(faces.otherManClip));

  noAnswerFor('two faces beside each other', async () => {
    const [left] = stills('man-a-clip-2');
    const [right] = stills('man-b-clip');
    assert.ok(left !== undefined && right !== undefined);
    return writeClip(inFolder('two'), [await besideEachOther(left, right)], WHOLE);
  });

  noAnswerFor('a print that a hand turns as another challenge asked', () => {
    const print = openPrint(people.manOnCard, { seed: 41, holder: openHand(41) });
    const stage = openStage({ seed: 41, setup: eveningSetup(41), actors: [print] });
    return writeAnswer(inFolder('print'), stage, otherDay(41));
  });

  noAnswerFor('a genuine session that answered another challenge', () =>
    writeAnswer(inFolder('older'), livingPerson(people.manOnCard, 42), otherDay(42)),
  );

  noAnswerFor('a living person who goes through all movements and colours in turn', () =>
    writeAnswer(inFolder('restless'), livingPerson(people.manOnCard, 43), everythingInTurn()),
  );
});
