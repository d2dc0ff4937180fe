import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { fitHomography, type PointPair } from './homography.ts';
import { sheetResiduals } from './sheet.ts';

/** Depth of a surface, towards the camera, at a place of its flat picture; all in eye distances. */
type Surface = (x: number, y: number) => number;

/** Points of a surface some 45 cm away, seen before and after it turned, `perUnit` pixels to an eye distance. */
function seenTurning(
  surface: Surface,
  { degrees, upwards = false }: { readonly degrees: number; readonly upwards?: boolean },
): readonly PointPair[] {
  const away = 7;
  const focal = 7 * 70;
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  const pairs: PointPair[] = [];
  let state = 5;
  const noise = (): number => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return 0.1 * (state / 2 ** 31 - 1);
  };
  for (let x = -0.9; x <= 0.9; x += 0.24) {
    for (let y = -0.7; y <= 1.4; y += 0.24) {
      const z = -surface(x, y);
      const [tx, ty, tz] = upwards
        ? [x, y * cos - z * sin, y * sin + z * cos]
        : [x * cos + z * sin, y, z * cos - x * sin];
      pairs.push({
        from: { x: (focal * x) / (away + z), y: (focal * y) / (away + z) },
        to: { x: (focal * tx) / (away + tz) + noise(), y: (focal * ty) / (away + tz) + noise() },
      });
    }
  }
  return pairs;
}

/** What 85 of 100 points are within, in pixels. */
function leftBySheet(pairs: readonly PointPair[]): number {
  const flat = fitHomography(pairs);
  assert.ok(flat !== undefined);
  const residuals = sheetResiduals(pairs, flat);
  assert.ok(residuals !== undefined);
  return residuals.toSorted((one, other) => one - other)[Math.floor(0.85 * residuals.length)] ?? 0;
}

/** A cylinder of this radius about an axis that leans by so many degrees. */
function bent(radius: number, lean = 0): Surface {
  const cos = Math.cos((lean * Math.PI) / 180);
  const sin = Math.sin((lean * Math.PI) / 180);
  return (x, y) => {
    const aside = x * cos + (y - 0.35) * sin;
    return Math.sqrt(Math.max(0, radius ** 2 - aside ** 2)) - radius;
  };
}

/** A curved face: a nose that stands out, eyes that lie deep. */
function head(x: number, y: number): number {
  const nose = 0.42 * Math.exp(-((x / 0.24) ** 2) - ((y - 0.55) / 0.35) ** 2);
  const eyes = 0.15 * Math.exp(-(((Math.abs(x) - 0.5) / 0.25) ** 2) - (y / 0.25) ** 2);
  return bent(1.3)(x, 0) - 0.12 * (y - 0.35) ** 2 + nose - eyes;
}

describe('sheetResiduals', () => {
  for (const degrees of [12, 16]) {
    it(`leaves next to nothing of a sheet that turned by ${degrees}°, however it was bent`, () => {
      for (const surface of [() => 0, bent(3), bent(1.6), bent(2, 30), bent(2, 90)]) {
        for (const upwards of [false, true]) {
          const left = leftBySheet(seenTurning(surface, { degrees, upwards }));
          assert.ok(left < 0.5, `${left}`);
        }
      }
    });

    it(`leaves much of a head that turned by ${degrees}°`, () => {
      for (const upwards of [false, true]) {
        const left = leftBySheet(seenTurning(head, { degrees, upwards }));
        assert.ok(left > 1, `${left}`);
      }
    });
  }

  it('says nothing of fewer points than it takes to fit', () => {
    const pairs = seenTurning(head, { degrees: 12 }).slice(0, 14);
    assert.equal(sheetResiduals(pairs, [1, 0, 0, 0, 1, 0, 0, 0, 1]), undefined);
  });
});
