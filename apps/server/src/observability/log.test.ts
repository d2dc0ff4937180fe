import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { faultFields } from './log.ts';

describe('what is said of a fault', () => {
  it('is where it came from, in frames that end in line and column', () => {
    const { frames = '', errorName } = faultFields(new TypeError('MARKED'));
    assert.equal(errorName, 'TypeError');
    assert.ok(frames.includes('log.test.ts:'));
    for (const frame of frames.split(' | ')) assert.match(frame, /^at .*:\d+:\d+\)?$/);
    assert.doesNotMatch(frames, /MARKED/);
  });

  it('quotes no message, though its lines look like frames', () => {
    const message = 'no\n    at MARKED (file:///MARKED.ts:1:2)\n    at MARKED';
    const error = new Error(message);
    assert.doesNotMatch(faultFields(error).frames ?? '', /MARKED/);
    const { stack = '' } = error;
    error.message = 'other words';
    assert.equal(error.stack, stack);
    assert.doesNotMatch(faultFields(error).frames ?? '', /MARKED/);
  });

  it('takes no line of a stack that is none of a program', () => {
    const error = new Error('');
    error.stack = 'Error\n    at MARKED\n    at Kim (19900101)\n    at run (file:///a/b.ts:3:4)';
    assert.equal(faultFields(error).frames, 'at run (file:///a/b.ts:3:4)');
  });
});
