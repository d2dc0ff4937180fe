import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeCosigningKey, makeSigningKey } from '../log/signing-key.ts';
import { encodeAddCheckpoint, parseAddCheckpoint } from './add-checkpoint.ts';
import { isQuorum, parseWitnessPolicy, witnessesOf } from './policy.ts';

const log = makeSigningKey('ledger.example').verifierKey;
const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(
  (name) => makeCosigningKey(`${name}.example`).verifierKey,
);
const HEAD = `# who is trusted\nlog ${log} https://ledger.example/\n\nwitness A ${a!}\nwitness B ${b!} https://b.example/\n\twitness C ${c!}\nwitness D ${d!}\n`;

describe('a witness policy', () => {
  it('asks for k of n', () => {
    const policy = parseWitnessPolicy(`${HEAD}group two 2 A B C\nquorum two\n`);
    assert.equal(policy.logs.length, 1);
    assert.deepEqual(
      witnessesOf(policy).map(({ name, url }) => [name, url]),
      [
        ['A', undefined],
        ['B', 'https://b.example/'],
        ['C', undefined],
        ['D', undefined],
      ],
    );
    const enough = (...names: string[]) => isQuorum(policy, new Set(names));
    assert.deepEqual(
      [enough(), enough('A'), enough('A', 'D'), enough('A', 'C'), enough('A', 'B', 'C')],
      [false, false, false, true, true],
    );
  });

  it('asks for groups of groups, for one witness, or for none', () => {
    const nested = parseWitnessPolicy(
      `${HEAD}group ab any A B\ngroup cd all C D\ngroup both all ab cd\nquorum both\n`,
    );
    assert.deepEqual(
      [
        ['A', 'C'],
        ['A', 'C', 'D'],
        ['C', 'D'],
      ].map((names) => isQuorum(nested, new Set(names))),
      [false, true, false],
    );
    const single = parseWitnessPolicy(`${HEAD}quorum B\n`);
    assert.deepEqual(
      [isQuorum(single, new Set(['A'])), isQuorum(single, new Set(['B']))],
      [false, true],
    );
    assert.ok(isQuorum(parseWitnessPolicy('quorum none\n'), new Set()));
  });

  it('lets no witness count twice, and takes no other form', () => {
    const wrong = [
      '',
      'quorum none',
      HEAD,
      `${HEAD}quorum E\n`,
      `${HEAD}quorum A\nquorum A\n`,
      `${HEAD}witness E ${a!}\nquorum A\n`,
      `${HEAD}witness A ${makeCosigningKey('e.example').verifierKey}\nquorum A\n`,
      `${HEAD}witness none ${makeCosigningKey('e.example').verifierKey}\nquorum A\n`,
      `${HEAD}witness E ${log}\nquorum A\n`,
      `${HEAD}log ${a!}\nquorum A\n`,
      `${HEAD}group g 1 A A\nquorum g\n`,
      `${HEAD}group g 1 A\ngroup h 1 A B\nquorum h\n`,
      `${HEAD}group g 3 A B\nquorum g\n`,
      `${HEAD}group g 0 A B\nquorum g\n`,
      `${HEAD}group g 01 A B\nquorum g\n`,
      `${HEAD}group g any\nquorum g\n`,
      `${HEAD}group g any later\ngroup later any A\nquorum g\n`,
      `${HEAD}something else\nquorum A\n`,
      `${HEAD}quorum A\r\n`,
    ];
    for (const text of wrong) {
      assert.throws(
        () => parseWitnessPolicy(text),
        { code: 'WITNESS_POLICY_MALFORMED' },
        text.slice(HEAD.length),
      );
    }
  });
});

describe('the request of a log to a witness', () => {
  it('comes back from its body, and takes no other form', () => {
    const request = {
      oldSize: 3,
      hashes: [new Uint8Array(32).fill(1)],
      checkpoint: 'a\n4\nb\n\n\u2014 c d\n',
    };
    const body = encodeAddCheckpoint(request);
    assert.deepEqual({ ...parseAddCheckpoint(body) }, request);
    const none = { ...request, oldSize: 0, hashes: [] };
    assert.deepEqual({ ...parseAddCheckpoint(encodeAddCheckpoint(none)) }, none);
    const wrong = [
      '',
      'old 3',
      body.replace('old 3', 'old 03'),
      body.replace('old', 'Old'),
      body.replace('AQEB', 'AQE'),
      encodeAddCheckpoint({ ...request, hashes: Array<Uint8Array>(64).fill(new Uint8Array(32)) }),
    ];
    for (const each of wrong) {
      assert.throws(
        () => parseAddCheckpoint(each),
        { code: 'ADD_CHECKPOINT_MALFORMED' },
        each.slice(0, 40),
      );
    }
  });
});
