import type { FacePolicy } from '@bonin/core';
import type { Engine, Reference } from '@bonin/engine';
import {
  skinToneOf,
  withDarkerSkin,
  type PersonModel,
  type SkinTone,
} from '@bonin/simulated-person';
import { readFile } from 'node:fs/promises';
import { drawCardView } from '../degradation/index.ts';
import { EvaluationError } from '../evaluation-error.ts';
import { encodePicture } from './encode-picture.ts';

/** Somebody whose portrait can be a reference, and what the simulation needs of it. */
export interface Sitter {
  /** The portrait's place in the list. */
  readonly place: number;
  readonly model: PersonModel;
  readonly reference: Reference;
  readonly skin: SkinTone;
}

/** The skin that a portrait shows, or darker skin drawn upon it. */
export const SKINS = ['own', 'medium', 'dark'] as const;
export type Skin = (typeof SKINS)[number];

/** Portraits, made ready when they are asked for. */
export interface Sitters {
  /** Whoever is at this place of the list, or next after it among those who can be a reference. */
  seat(place: number, choice: { readonly skin: Skin; readonly besides?: number }): Promise<Sitter>;
}

/** Portraits are large; only those just in use are kept. */
const SEATED_MOST = 8;

/**
 * Opens a list of portraits, each of another person.
 *
 * The reference is the portrait drawn as a card without glare: what is asked is whether attacks pass, so the card is
 * made easy.
 *
 * Personal data: holds the pixels and features of faces.
 */
export function openSitters(
  engine: Pick<Engine, 'locate' | 'extract' | 'acquireReference'>,
  files: readonly string[],
  { seed, policy }: { readonly seed: string; readonly policy: FacePolicy },
): Sitters {
  const seated = new Map<string, Sitter | 'unusable'>();

  async function sitterAt(place: number, skin: Skin): Promise<Sitter | 'unusable'> {
    const key = `${place} ${skin}`;
    const known = seated.get(key);
    seated.delete(key);
    const sitter = known ?? (await makeReady(place, skin));
    seated.set(key, sitter);
    const oldest = [...seated].find(([, one]) => one !== 'unusable');
    const kept = [...seated.values()].filter((one) => one !== 'unusable').length;
    if (kept > SEATED_MOST && oldest !== undefined) seated.delete(oldest[0]);
    return sitter;
  }

  async function makeReady(place: number, skin: Skin): Promise<Sitter | 'unusable'> {
    let bytes: Uint8Array = await readFile(files[place]!);
    let model = await engine.locate(bytes);
    if (model.kind !== 'located') return 'unusable';
    if (skin !== 'own') {
      const { width, height, rgb } = withDarkerSkin(model, skin);
      bytes = await encodePicture({ width, height, pixels: rgb }, 95);
      model = await engine.locate(bytes);
      if (model.kind !== 'located') return 'unusable';
    }
    const extracted = await engine.extract(bytes, 'reference');
    if (extracted.kind !== 'extracted') return 'unusable';
    const card = await drawCardView(bytes, {
      view: 'combined-no-glare',
      eyeDistancePx: extracted.eyeDistancePx,
      seed: [seed, 'laboratory', place],
    });
    const acquired = await engine.acquireReference(card, policy);
    if (acquired.kind !== 'acquired') return 'unusable';
    return { place, model, reference: acquired.reference, skin: skinToneOf(model) };
  }

  return {
    async seat(place, { skin, besides }) {
      for (let step = 0; step < files.length; step += 1) {
        const next = (place + step) % files.length;
        if (next === besides) continue;
        const sitter = await sitterAt(next, skin);
        if (sitter !== 'unusable') return sitter;
      }
      throw new EvaluationError('DATA_FOLDER_UNUSABLE', {
        missing: 'two portraits that can be a reference',
      });
    },
  };
}
