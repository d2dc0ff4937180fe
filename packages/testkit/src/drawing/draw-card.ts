import sharp from 'sharp';
import { between, seededRandom, type Random } from '@bonin/simulated-person';

/** How a drawn card lies before the drawn camera. */
export interface CardScene {
  /** Turned clockwise, degrees. */
  readonly angle?: number;
  /** Width of the card as a share of the photograph's width. */
  readonly share?: number;
  readonly jpegQuality?: number;
}

// ID-1 (ISO/IEC 7810): 85.60 × 53.98 mm, here at 300 dots to the inch.
const CARD = { width: 1012, height: 638 };
const PORTRAIT = { left: 700, top: 150, width: 250, height: 320 };
const PHOTOGRAPH = { width: 1600, height: 1200 };

/**
 * Draws a specimen of an identity card around a portrait, photographed on a table.
 *
 * The card is of no real kind: bars stand for text and there is no emblem. Seeded: the same arguments
 * give the same picture.
 *
 * Personal data: draws the face it is given; keeps nothing.
 *
 * @param options.portrait - any picture that sharp reads; it is cut to the middle
 * @returns JPEG, 1600×1200
 */
export async function drawCard(options: {
  readonly portrait: Uint8Array;
  readonly seed?: number;
  readonly scene?: CardScene;
}): Promise<Uint8Array> {
  const { portrait, seed = 1, scene = {} } = options;
  const random = seededRandom(seed);
  const card = await sharp(Buffer.from(cardFace(random)))
    .composite([
      {
        input: await sharp(portrait)
          .resize(PORTRAIT.width, PORTRAIT.height, { fit: 'cover' })
          .modulate({ saturation: 0.8 })
          .png()
          .toBuffer(),
        left: PORTRAIT.left,
        top: PORTRAIT.top,
      },
      { input: Buffer.from(laminate(random)), left: 0, top: 0 },
    ])
    .png()
    .toBuffer();

  const width = Math.round(PHOTOGRAPH.width * (scene.share ?? 0.8));
  const lying = await sharp(card)
    .resize(width)
    .rotate(scene.angle ?? between(random, -3, 3), { background: { r: 0, g: 0, b: 0, alpha: 0 } })
    .resize(PHOTOGRAPH.width, PHOTOGRAPH.height, {
      fit: 'inside',
      withoutEnlargement: true,
    })
    .png()
    .toBuffer();

  return sharp(Buffer.from(table(random)))
    .composite([{ input: lying, gravity: 'centre' }])
    .blur(0.6)
    .jpeg({ quality: scene.jpegQuality ?? 88 })
    .toBuffer();
}

function cardFace(random: Random): string {
  const bars = [150, 210, 270, 330, 390].map((y) => {
    const width = Math.round(between(random, 180, 420));
    return `<rect x="70" y="${y}" width="${width}" height="24" rx="4" fill="#2b3440" opacity=".82"/>`;
  });
  const guilloche = Array.from({ length: 14 }, (_, i) => {
    const y = 30 + i * 44;
    const lift = Math.round(between(random, 10, 40));
    return `<path d="M0 ${y} C 250 ${y - lift}, 500 ${y + lift}, 1012 ${y - lift / 2}" stroke="#7fa7a3" stroke-width="1.2" fill="none" opacity=".45"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${CARD.width}" height="${CARD.height}">
    <rect width="100%" height="100%" rx="36" fill="#e8efe9"/>
    ${guilloche.join('')}
    <rect x="70" y="56" width="360" height="44" rx="6" fill="#35506b"/>
    ${bars.join('')}
    <rect x="70" y="520" width="300" height="30" rx="4" fill="#35506b" opacity=".7"/>
    <circle cx="560" cy="500" r="64" fill="none" stroke="#a65c5c" stroke-width="10" opacity=".5"/>
  </svg>`;
}

/** A soft streak of light, as laminate throws it. */
function laminate(random: Random): string {
  const x = Math.round(between(random, 60, 420));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${CARD.width}" height="${CARD.height}">
    <defs><linearGradient id="g"><stop offset="0" stop-color="#fff" stop-opacity="0"/>
    <stop offset=".5" stop-color="#fff" stop-opacity=".22"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></linearGradient></defs>
    <polygon points="${x},0 ${x + 160},0 ${x - 60},638 ${x - 220},638" fill="url(#g)"/>
  </svg>`;
}

function table(random: Random): string {
  const grain = Array.from({ length: 40 }, () => {
    const y = Math.round(between(random, 0, PHOTOGRAPH.height));
    const shade = random() > 0.5 ? '#6f5a45' : '#8d7459';
    return `<rect x="0" y="${y}" width="1600" height="${Math.round(between(random, 2, 14))}" fill="${shade}" opacity=".35"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${PHOTOGRAPH.width}" height="${PHOTOGRAPH.height}">
    <rect width="100%" height="100%" fill="#7c664f"/>${grain.join('')}</svg>`;
}
