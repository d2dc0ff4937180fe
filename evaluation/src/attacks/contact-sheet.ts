/**
 * Draws what every species, and a simulated person, look like over time; for looking at, not for measuring.
 *
 *   node evaluation/src/attacks/contact-sheet.ts <victim's portrait> <attacker's portrait> <out folder> [seed] [species …]
 *
 * Writes one PNG each, and never into the repository: they show the faces of the portraits. Exit code 2: unusable input.
 */
import { openEngine, type Engine } from '@bonin/engine';
import type { PersonModel, Presentation, RgbPicture, Shown } from '@bonin/simulated-person';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { personOf, SPECIES, SPECIES_NAMES, type Species } from './index.ts';

const [victimFile, attackerFile, outFolder, seedText = '1', ...wanted] = process.argv.slice(2);
if (victimFile === undefined || attackerFile === undefined || outFolder === undefined) {
  console.error('name the portrait of the victim, that of the attacker, and a folder');
  process.exit(2);
}

/** What the page shows, in milliseconds from the beginning. */
const TURNS: readonly (readonly [atMs: number, shown: Shown])[] = [
  [0, { kind: 'straight' }],
  [1500, { kind: 'pose', pose: 'left' }],
  [3500, { kind: 'pose', pose: 'up' }],
  [5500, { kind: 'straight' }],
  [6500, { kind: 'colour', rgb: [120, 120, 255] }],
  [6850, { kind: 'colour', rgb: [255, 255, 100] }],
  [7200, { kind: 'colour', rgb: [120, 255, 120] }],
  [7550, { kind: 'straight' }],
  [8000, { kind: 'pose', pose: 'right' }],
  [10_000, { kind: 'pose', pose: 'nearer' }],
];
const LOOKS = [1400, 2000, 3400, 5400, 6800, 7100, 7500, 9900, 11_900];
const SHOWN_HEIGHT = 240;

await using engine = await openEngine({
  manifestFile: 'models/manifest.json',
  modelFolder: 'models/files',
});
const ingredients = {
  victim: await modelOf(engine, victimFile),
  attacker: await modelOf(engine, attackerFile),
};
const person: Species = ({ victim }, seed) => personOf(victim, seed);
const all: Readonly<Record<string, Species>> = { person, ...SPECIES };
mkdirSync(outFolder, { recursive: true });
for (const name of ['person', ...SPECIES_NAMES]) {
  const open = all[name];
  if (open === undefined || (wanted.length > 0 && !wanted.includes(name))) continue;
  const rows: RgbPicture[][] = [];
  for (const seed of [Number(seedText), Number(seedText) + 1])
    rows.push(lookAt(open(ingredients, seed)));
  await write(join(outFolder, `${name}.png`), rows);
}

async function modelOf(from: Engine, file: string): Promise<PersonModel> {
  const located = await from.locate(readFileSync(file));
  if (located.kind !== 'located') {
    console.error('a portrait in which no face was found');
    process.exit(2);
  }
  return located;
}

function lookAt(presentation: Presentation): RgbPicture[] {
  const turns = [...TURNS];
  // As in a session, pictures are taken in between, which exposure and white balance follow.
  const pictures: RgbPicture[] = [];
  for (let atMs = 0; atMs <= LOOKS.at(-1)!; atMs += 100) {
    while (turns[0] !== undefined && turns[0][0] <= atMs) {
      const [shownAtMs, shown] = turns.shift()!;
      presentation.see(shown, shownAtMs);
    }
    const picture = presentation.frameAt(atMs);
    if (LOOKS.includes(atMs)) pictures.push(picture);
  }
  return pictures;
}

async function write(file: string, rows: readonly RgbPicture[][]): Promise<void> {
  const tiles = [];
  let width = 0;
  for (const [row, pictures] of rows.entries()) {
    let left = 0;
    for (const { width: columns, height, pixels } of pictures) {
      const raw = { width: columns, height, channels: 3 as const };
      const tile = sharp(pixels, { raw }).resize({ height: SHOWN_HEIGHT });
      const shownWidth = Math.round((columns * SHOWN_HEIGHT) / height);
      tiles.push({ input: await tile.png().toBuffer(), left, top: row * SHOWN_HEIGHT });
      left += shownWidth;
    }
    width = Math.max(width, left);
  }
  const size = { width, height: rows.length * SHOWN_HEIGHT, channels: 3 as const };
  await sharp({ create: { ...size, background: '#202020' } })
    .composite(tiles)
    .png()
    .toFile(file);
}
