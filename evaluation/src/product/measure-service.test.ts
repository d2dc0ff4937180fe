import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { measureService } from './measure-service.ts';
import { readSampleApplicant } from './sample-attempt.ts';

describe('an attempt through the service', () => {
  it('is answered to the device, and costs the service and one booth processor time', async () => {
    const [attempt, ...others] = await measureService(await readSampleApplicant(), 1);
    assert.equal(others.length, 0);
    assert.equal(attempt?.outcome, 'accepted');
    assert.ok(attempt.frames >= 5, `${attempt.frames} frames`);
    // A booth that loads six networks and looks at frames cannot take less; more is this machine's matter.
    assert.ok(attempt.boothCpuMs > 200, `${attempt.boothCpuMs} ms in the booth`);
    assert.ok(attempt.serviceCpuMs > 0, `${attempt.serviceCpuMs} ms in the service`);
    assert.ok(attempt.lastFrameToAnswerMs > 0);
  });
});
