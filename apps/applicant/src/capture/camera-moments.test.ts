import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { takenAtOf, watchCamera, type PictureTold, type TellingVideo } from './camera-moments.ts';

/** A video that tells of a picture when the test says so. */
function tellingVideo() {
  const waiting: ((nowMs: number, picture: PictureTold) => void)[] = [];
  const video: TellingVideo & { currentTime: number } = {
    currentTime: 0,
    requestVideoFrameCallback: (told) => waiting.push(told),
    cancelVideoFrameCallback: () => waiting.splice(0),
  };
  return {
    video,
    tell: (picture: PictureTold) => {
      for (const told of waiting.splice(0)) told(0, picture);
    },
  };
}

describe('when a picture was taken', () => {
  it('is what the camera says, where the browser passes it on', () => {
    assert.equal(takenAtOf({ captureTime: 960, presentationTime: 990 }, 1_000), 960);
  });

  it('is when it was handed to the screen, where the camera says nothing that can be', () => {
    assert.equal(takenAtOf({ presentationTime: 990 }, 1_000), 990);
    assert.equal(takenAtOf({ captureTime: 1_001, presentationTime: 990 }, 1_000), 990);
    assert.equal(takenAtOf({ captureTime: -5_000, presentationTime: 990 }, 1_000), 990);
    assert.equal(takenAtOf({ presentationTime: 1_010 }, 1_000), 1_000);
  });
});

describe('waiting for pictures of a camera', () => {
  it('tells of each picture once', async () => {
    const { video, tell } = tellingVideo();
    const moments = watchCamera(video, () => 1_000);
    const first = moments.next();
    tell({ captureTime: 900, presentationTime: 950 });
    assert.equal(await first, 900);
    const same = moments.next();
    tell({ captureTime: 900, presentationTime: 950 });
    assert.equal(await same, undefined);
    const second = moments.next();
    tell({ captureTime: 933, presentationTime: 983 });
    assert.equal(await second, 933);
  });

  it('goes on without waiting for ever when the browser tells nothing', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const { video } = tellingVideo();
    const moments = watchCamera(video, () => 1_000);
    const standing = moments.next();
    context.mock.timers.tick(1_000);
    // The first look says where the video stands; that is a picture.
    assert.equal(await standing, 1_000);
    const still = moments.next();
    context.mock.timers.tick(1_000);
    assert.equal(await still, undefined);
  });

  it('takes what an older browser shows when its video has gone on', async () => {
    let nowMs = 1_000;
    const video = { currentTime: 1 };
    const moments = watchCamera(video, () => nowMs);
    assert.equal(await moments.next(), 1_000);
    nowMs = 1_100;
    assert.equal(await moments.next(), undefined);
    video.currentTime = 1.1;
    assert.equal(await moments.next(), 1_100);
  });
});
