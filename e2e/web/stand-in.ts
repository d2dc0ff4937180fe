/**
 * Put into a page before its own code: in the place of `getUserMedia` comes a canvas on which something is drawn that
 * sees the page as a person before the camera does, by what the capture screen asks for.
 *
 * That is the injection door of a browser. A page cannot tell, and is not asked to.
 */
import { POSES, type Pose } from '@bonin/core';
import type { PageColour, PersonModel, Presentation, Shown } from '@bonin/simulated-person';
import { STREAMS } from '../instruments.ts';
import type { ModelText, StandInWishes } from '../stand-in-wishes.ts';

const DRAW_EVERY_MS = 60;

declare global {
  /** Begins; called by the init script, after this one. */
  var standIn: (wishes: StandInWishes) => void;
}

globalThis.standIn = ({ stream, seed, manOnCard, otherMan }) => {
  const people = { manOnCard: modelOf(manOnCard), otherMan: modelOf(otherMan) };
  const devices = navigator.mediaDevices;
  devices.getUserMedia = () => Promise.resolve(openStream(STREAMS[stream](people, seed)));
};

function openStream(presentation: Presentation): MediaStream {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('CANVAS_UNAVAILABLE');
  const first = presentation.frameAt(performance.now());
  canvas.width = first.width;
  canvas.height = first.height;
  const stream = canvas.captureStream();
  const [track] = stream.getVideoTracks();
  let seen = '';

  function look(): void {
    const shown = shownOnPage();
    const text = JSON.stringify(shown);
    if (text === seen) return;
    seen = text;
    presentation.see(shown, performance.now());
  }

  function draw(): void {
    const { width, height, pixels } = presentation.frameAt(performance.now());
    const image = new ImageData(width, height);
    for (let from = 0, to = 0; from < pixels.length; from += 3, to += 4) {
      image.data[to] = pixels[from] ?? 0;
      image.data[to + 1] = pixels[from + 1] ?? 0;
      image.data[to + 2] = pixels[from + 2] ?? 0;
      image.data[to + 3] = 255;
    }
    context?.putImageData(image, 0, 0);
  }

  function goOn(): void {
    if (track?.readyState !== 'live') return;
    const began = performance.now();
    look();
    draw();
    setTimeout(goOn, Math.max(4, began + DRAW_EVERY_MS - performance.now()));
  }

  // At once when something new is asked for, and not only at the next picture.
  new MutationObserver(look).observe(document.documentElement, {
    subtree: true,
    childList: true,
    attributeFilter: ['data-asks', 'data-colour'],
  });
  goOn();
  return stream;
}

/** What the page asks for, read off the page. */
function shownOnPage(): Shown {
  const screen = document.querySelector<HTMLElement>('[data-asks]');
  const { asks, colour } = screen?.dataset ?? {};
  const pose = POSES.find((name: Pose) => name === asks);
  if (pose !== undefined) return { kind: 'pose', pose };
  if (asks !== 'colours' || colour === undefined) return { kind: 'straight' };
  const [red = 0, green = 0, blue = 0] = colour.split(',').map(Number);
  const rgb: PageColour = [red, green, blue];
  return { kind: 'colour', rgb };
}

function modelOf({ width, height, rgb, points }: ModelText): PersonModel {
  const bytes = Uint8Array.from(atob(rgb), (character) => character.charCodeAt(0));
  return { width, height, rgb: bytes, points: Float32Array.from(points) };
}
