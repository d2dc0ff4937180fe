import sharp from 'sharp';

/** Pictures of things that are no human face before a camera. */
export type Figure = 'cartoon' | 'monkey' | 'back-of-head' | 'empty-room';

/**
 * Draws something that must never end as a match.
 *
 * @returns JPEG, 640×480
 */
export async function drawFigure(figure: Figure): Promise<Uint8Array> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480">
    <rect width="640" height="480" fill="#cfd6d9"/>${FIGURES[figure]}</svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 90 }).toBuffer();
}

const FIGURES: Readonly<Record<Figure, string>> = {
  cartoon: `<ellipse cx="320" cy="250" rx="115" ry="150" fill="#f2c9a1"/>
    <path d="M205 220 Q220 80 320 90 Q420 80 435 220 Q400 140 320 140 Q240 140 205 220" fill="#5b3a21"/>
    <ellipse cx="275" cy="235" rx="24" ry="14" fill="#fff"/><circle cx="275" cy="235" r="9" fill="#222"/>
    <ellipse cx="365" cy="235" rx="24" ry="14" fill="#fff"/><circle cx="365" cy="235" r="9" fill="#222"/>
    <path d="M248 208 Q275 196 300 208 M340 208 Q365 196 392 208" stroke="#5b3a21" stroke-width="7" fill="none"/>
    <path d="M320 240 L308 290 Q320 298 332 290" stroke="#c98f62" stroke-width="5" fill="none"/>
    <path d="M278 330 Q320 358 362 330 Q320 345 278 330" fill="#b5504d"/>`,
  monkey: `<ellipse cx="320" cy="245" rx="150" ry="150" fill="#6b4a2f"/>
    <circle cx="165" cy="235" r="48" fill="#6b4a2f"/><circle cx="475" cy="235" r="48" fill="#6b4a2f"/>
    <circle cx="165" cy="235" r="28" fill="#d9b48a"/><circle cx="475" cy="235" r="28" fill="#d9b48a"/>
    <ellipse cx="280" cy="215" rx="52" ry="58" fill="#e3c19a"/><ellipse cx="360" cy="215" rx="52" ry="58" fill="#e3c19a"/>
    <ellipse cx="320" cy="315" rx="95" ry="68" fill="#e3c19a"/>
    <circle cx="283" cy="220" r="14" fill="#241a12"/><circle cx="357" cy="220" r="14" fill="#241a12"/>
    <ellipse cx="308" cy="290" rx="7" ry="5" fill="#4b3321"/><ellipse cx="332" cy="290" rx="7" ry="5" fill="#4b3321"/>
    <path d="M265 330 Q320 362 375 330" stroke="#4b3321" stroke-width="6" fill="none"/>`,
  'back-of-head': `<rect x="270" y="330" width="100" height="90" fill="#d9ab86"/>
    <ellipse cx="320" cy="220" rx="118" ry="150" fill="#2b211b"/>
    <path d="M140 480 Q160 390 320 390 Q480 390 500 480" fill="#46566b"/>`,
  'empty-room': `<rect y="360" width="640" height="120" fill="#9a8f80"/>
    <rect x="60" y="60" width="160" height="200" fill="#8fb3c9"/>`,
};
