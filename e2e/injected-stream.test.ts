/**
 * The second door of injection: a script in the page puts a drawn stream in the place of the camera. The page itself, the
 * service, its booths and the shipped policy are the real ones.
 *
 * A living person who is drawn comes through, as no human subject can be had; without that an N would prove nothing. It is
 * also the limit which the threat model states: a puppet that answers everything in time is not told from a person here.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openWindow } from './browser.ts';
import { makeFaces, type Faces } from './faces.ts';
import { STREAMS, type StreamName } from './instruments.ts';
import { tableOf, type TriedLine } from './outcome-table.ts';
import { locatePeople } from './people.ts';
import { startService, type RunningService } from './running-service.ts';
import { bundleStandIn, type StandIn } from './stand-in.ts';
import { captureAgain, captureOnce, goToCard, toldBy } from './walk.ts';

const AT_ONCE = 2;
const TRIES = 3;
const PATIENCE_MS = 70_000;
const INSTRUMENTS = (Object.keys(STREAMS) as StreamName[]).filter((name) => name !== 'person');

describe('a stream in the place of the camera', { concurrency: AT_ONCE }, () => {
  const atEnd = new AsyncDisposableStack();
  const tried: TriedLine[] = [];
  let control: TriedLine | undefined;
  let faces: Faces;
  let standIn: StandIn;
  let service: RunningService;
  let browser: Browser;

  before(async () => {
    faces = await makeFaces();
    atEnd.defer(() => faces.remove());
    standIn = await bundleStandIn(await locatePeople());
    service = await startService({ BONIN_BOOTHS: String(AT_ONCE) });
    atEnd.defer(() => service.stop());
    browser = atEnd.use(await openBrowser());
  });

  after(async () => {
    await atEnd.disposeAsync();
    console.log(tableOf('a stream in the place of the camera', tried, control));
  });

  async function attempted(
    stream: StreamName,
    seed: number,
    capture: (page: Page) => Promise<void>,
  ) {
    const order = await service.openRegistration('en');
    const page = await openWindow(browser, {
      language: 'en',
      script: standIn.script(stream, seed),
    });
    page.setDefaultTimeout(PATIENCE_MS);
    await goToCard(page, order.captureLink);
    await capture(page);
    const told = await toldBy(page);
    await page.context().close();
    const seen = await service.look(order.orderId);
    return { line: { instrument: stream, told, answer: seen.answer ?? 'no answer' }, seen };
  }

  for (const [place, name] of INSTRUMENTS.entries()) {
    it(`gives no Y to ${name.replaceAll('-', ' ')}`, async () => {
      const { line, seen } = await attempted(name, 31 + place, (page) =>
        captureOnce(page, faces.cardFile),
      );
      tried.push(line);
      assert.ok(['not-confirmed', 'capture-unusable'].includes(line.told), line.told);
      assert.notEqual(seen.answer, 'Y');
      assert.notEqual(seen.state, 'approved');
    });
  }

  it('gives a Y to a living person who is drawn in time, beside all this', async () => {
    const { line, seen } = await attempted('person', 21, async (page) => {
      await captureOnce(page, faces.cardFile);
      for (let attempt = 1; attempt < TRIES && (await toldBy(page)) !== 'accepted'; attempt += 1) {
        await captureAgain(page);
      }
    });
    control = line;
    assert.equal(line.told, 'accepted');
    assert.equal(seen.answer, 'Y');
  });
});
