import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseArguments } from './arguments.ts';
import { CliError } from './cli-error.ts';

function parse(line: string) {
  return parseArguments(line.split(' ').filter((word) => word !== ''));
}

function unusable(part: string) {
  return (error: unknown) =>
    error instanceof CliError &&
    error.code === 'ARGUMENTS_UNUSABLE' &&
    error.details['part'] === part;
}

describe('the words of a command', () => {
  it('name a card and any number of frames after one --probe', () => {
    assert.deepEqual(parse('verify --reference card.jpg --probe one.jpg two.jpg three.jpg'), {
      kind: 'verify',
      reference: 'card.jpg',
      probes: ['one.jpg', 'two.jpg', 'three.jpg'],
      policyFile: undefined,
      language: 'en',
      asJson: false,
      withTimings: false,
    });
  });

  it('may repeat --probe, and may put options anywhere', () => {
    const command = parse('--json verify --probe a --timings --probe b --reference c --lang ko');
    assert.ok(command.kind === 'verify');
    assert.deepEqual(command.probes, ['a', 'b']);
    assert.equal(command.language, 'ko');
    assert.ok(command.asJson && command.withTimings);
  });

  it('ask for help and version', () => {
    assert.deepEqual(parse(''), { kind: 'help', of: 'bonin', language: 'en' });
    assert.deepEqual(parse('--help'), { kind: 'help', of: 'bonin', language: 'en' });
    assert.deepEqual(parse('help verify'), { kind: 'help', of: 'verify', language: 'en' });
    assert.deepEqual(parse('verify -h --lang ko'), { kind: 'help', of: 'verify', language: 'ko' });
    assert.deepEqual(parse('version'), { kind: 'version' });
    assert.deepEqual(parse('--version'), { kind: 'version' });
  });

  it('are refused when a card or frames are missing, or something is not known', () => {
    assert.throws(() => parse('verify --probe a'), unusable('reference'));
    assert.throws(() => parse('verify --reference a'), unusable('probe'));
    assert.throws(() => parse('verify --reference a b'), unusable('probe'));
    assert.throws(() => parse('verify --reference a --probe b --fast'), unusable('option'));
    assert.throws(() => parse('verify --reference a --probe b --lang fr'), unusable('lang'));
    assert.throws(() => parse('compare'), unusable('command'));
    assert.throws(() => parse('--json'), unusable('command'));
  });
});
