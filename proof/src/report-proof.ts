import { CANARY_KINDS, type CanaryKind } from './canaries/canary.ts';
import type { BoothCalls, ForbiddenCall } from './doors/booth-calls.ts';
import { attemptsOf, boundOf, judgeProof } from './judge-proof.ts';
import type { ProofFindings, RunFindings } from './findings.ts';
import { SINKS, type Found, type Looked, type Sink } from './sinks/look-everywhere.ts';

const SINK_WORDS: Readonly<Record<Sink, string>> = {
  'memory-of-the-service': 'memory of the service',
  'memory-of-its-other-processes': 'memory of the processes that it started and that live on',
  'memory-of-postgresql': 'memory of the PostgreSQL server',
  'files-of-the-service': 'its data folder: database, write-ahead log, keys, temporary files',
  'other-files-of-the-machine': 'every other file of the machine that was changed meanwhile',
  'shared-memory': 'shared memory',
  'files-without-a-name': 'open files without a name',
  log: 'log and standard output',
  metrics: 'metrics',
  'error-bodies': 'bodies of errors',
  results: 'results as the mobile operator reads them, with their tokens',
  'everything-said': 'every byte that the service has sent',
  packets: 'packets on every network interface',
  'browser-local-storage': 'browser: local storage',
  'browser-session-storage': 'browser: session storage',
  'browser-databases': 'browser: databases',
  'browser-caches': 'browser: caches',
  'browser-files': 'browser: files of the page',
  'browser-cookies': 'browser: cookies',
  'browser-address': 'browser: address, history, name of the window',
  'browser-profile': 'browser: every file of its profile, after it was closed',
};

const KIND_WORDS: Readonly<Record<CanaryKind, string>> = {
  bytes: 'file',
  pixels: 'pixels',
  picture: 'picture',
  'features-f32': 'features, 4 bytes',
  'features-f16': '2 bytes',
  'features-int8': '1 byte',
  'features-signs': 'signs',
  text: 'name, number',
};

const JUDGEMENT_WORDS = {
  holds: 'Nothing was found. Every leak that was made on purpose was found.',
  disproved: '**Something was found.** What this service is said to do does not hold.',
  blind:
    '**This run proves nothing**: a leak that was made on purpose was not found, so that finding nothing shows nothing.',
} as const;

/** The report of a proof, for people who are no engineers. */
export function reportProof(findings: ProofFindings, takenAt: string): string {
  const { runs, couldCapture, hasSwap, lastedMs } = findings;
  const attempts = attemptsOf(findings);
  return `# Is anything of a face kept?

Written by \`npm run prove:zero-retention\` on ${takenAt}, in ${Math.round(lastedMs / 1000)} seconds.

${JUDGEMENT_WORDS[judgeProof(findings)]}

## What was done

The real service was started, and ${attempts} attempts were made at it through the doors that an applicant has. Into the card
and into every picture before the camera, something was planted that occurs nowhere else. After the attempts, and in the middle of some of
them, every place of this machine was searched for it in which a program can keep something.

${runs.map(attemptsTable).join('\n\n')}

If every attempt had the same chance of leaving something behind, then that chance is, with 95 % confidence, not more than
${percent(boundOf(attempts))}: so much can be said from ${attempts} attempts of which none left anything. It is no proof that nothing
can ever be left.

## What was found

${runs.map(foundTable).join('\n\n')}

## What a booth asked the system for

The program in which the card and the pictures are open may answer through one pipe, and do nothing else that leaves a trace: open no
file for writing, no connection, write nowhere else, start no program and no process. It was watched during one attempt.

${runs.map(callsLine).join('\n')}

## What the browser of the applicant had left

A real browser went through the page until the applicant was confirmed, with a clip in the place of a camera. What it kept stands in the tables above.

${runs.map(cameraLine).join('\n')}

## Would it have been found?

Before the attempts, another build of the service was run that keeps everything on purpose, in every place and every shape. The search has
to find each of them. Otherwise this report would say so at its top.

${runs.map(controlTable).join('\n\n')}

_File_: bytes planted in the image file. _Pixels_: the decoded picture. _Picture_: the picture made smaller and compressed
again. _Features_: the numbers by which faces are compared, in four sizes of number. _Name, number_: made up, in the file of the card.
A page draws what it takes anew, so that in a browser only the picture can be kept; – stands for the rest.

## What this does not show

- Of a browser is searched what a page can come by again and what is in its profile; not its memory while the page is open, and
  not what the phone around it keeps.
- The booths are left out while they serve: they have to hold what they compare. Each ends with its attempt; what is
  searched afterwards holds all that could have come out of them.
- What was encrypted, compressed, masked or cut into pieces smaller than what was planted is not recognised.
- The memory of the operating system and of hardware is not searched, nor are other machines: logs that are shipped elsewhere, backups,
  a database on another host.
- Whoever runs another build than this can keep what he likes. Which build ran is said in every result.
${hasSwap ? '- **This machine can move memory to a disk (swap), and that disk was not searched.** Switch it off and run the proof again.\n' : '- This machine has no swap: memory does not get to a disk by itself.\n'}${couldCapture ? '' : '- **Packets were not searched**: that needs `tcpdump`, and the right to use it. The bytes that the service sent were.\n'}`;
}

function attemptsTable({ storage, endings, during }: RunFindings): string {
  const rows = [...endings].map(([ending, count]) => `| ${ending} | ${count} |`);
  return `With ${storageWords(storage)}; the memory of the service was also searched ${during} times in the middle of an attempt.

| how the attempt ended | attempts |
| --- | --- |
${rows.join('\n')}`;
}

function foundTable({ storage, looked, foundDuring, during }: RunFindings): string {
  const rows = SINKS.flatMap((sink) => {
    const all = looked.filter((one) => one.sink === sink);
    return all.length === 0 ? [] : [rowOf(sink, all)];
  });
  const found = foundWords([foundDuring]);
  return `With ${storageWords(storage)}. In the middle of ${during} attempts, in the memory of the service: ${found}.

| place | searched | found |
| --- | --- | --- |
${rows.join('\n')}`;
}

function rowOf(sink: Sink, looked: readonly Looked[]): string {
  const bytes = looked.reduce((sum, one) => sum + one.bytes, 0);
  return `| ${SINK_WORDS[sink]} | ${sizeOf(bytes)} | ${foundWords(looked.map(({ found }) => found))} |`;
}

/** Each kind with the names of some of what it was found in. */
function foundWords(found: readonly Found[]): string {
  const all = new Map<CanaryKind, Set<string>>();
  for (const [kind, places] of found.flatMap((one) => [...one])) {
    all.set(kind, new Set([...(all.get(kind) ?? []), ...places]));
  }
  if (all.size === 0) return 'nothing';
  return [...all]
    .map(([kind, places]) => {
      const named = [...places]
        .slice(0, NAMED_MOST)
        .map((one) => `\`${one.replaceAll('|', ' ')}\``);
      const more = places.size - named.length;
      return `**${KIND_WORDS[kind]}** in ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    })
    .join('; ');
}

const NAMED_MOST = 5;

function callsLine({ storage, calls, controls }: RunFindings): string {
  const at = storage === 'embedded' ? 'Embedded database' : 'PostgreSQL';
  if (calls === undefined) {
    return `- ${at}: **not watched**; that needs \`strace\`, and the right to use it.`;
  }
  const words = (forbidden: BoothCalls['forbidden']): string =>
    forbidden.size === 0
      ? 'none of these'
      : [...forbidden].map(([kind, count]) => `${count} times ${CALL_WORDS[kind]}`).join(', ');
  const leaky = controls.calls === undefined ? 'not watched' : words(controls.calls.forbidden);
  return `- ${at}: of ${calls.seen} calls that could be one, ${words(calls.forbidden)}; ${calls.told} bytes went to the pipes that the service reads, ${calls.handedOver} from readers to their matchers.${queueWords(calls)} In the build that leaks on purpose: ${leaky}.`;
}

function cameraLine({ storage, cameras, controls }: RunFindings): string {
  const at = storage === 'embedded' ? 'Embedded database' : 'PostgreSQL';
  if (cameras === undefined) {
    return `- ${at}: **not looked at**; that needs Chromium, which \`npm test\` fetches, or one that \`CHROMIUM_PATH\` names.`;
  }
  return `- ${at}: of ${cameras.opened} camera tracks that were opened, ${cameras.running} still ran at the end. With a page that keeps everything on purpose: ${controls.cameras?.running ?? 0} of ${controls.cameras?.opened ?? 0}.`;
}

/** What is no find, and no proof of the contrary. */
function queueWords({ queued }: BoothCalls): string {
  return queued === 0
    ? ''
    : ` ${queued} times something was asked by a queue (\`io_uring\`) in which nobody can look from outside; the shipped unit denies it.`;
}

const CALL_WORDS: Readonly<Record<ForbiddenCall, string>> = {
  'writable-open': 'a file was opened for writing',
  socket: 'a connection was asked for',
  'other-write': 'something was written elsewhere',
  'other-way':
    'something was left with the system itself, or a way round these calls was asked for',
  program: 'a program was started',
  child: 'a process was started',
};

function controlTable({ storage, controls: { planted: controls } }: RunFindings): string {
  const sinks = SINKS.filter((sink) => controls.some((control) => control.sink === sink));
  const cell = (sink: Sink, kind: CanaryKind): string => {
    const control = controls.find((one) => one.sink === sink && one.kind === kind);
    if (control === undefined) return '–';
    return control.isFound ? 'found' : '**missed**';
  };
  const head = CANARY_KINDS.map((kind) => KIND_WORDS[kind]).join(' | ');
  const rows = sinks.map(
    (sink) =>
      `| ${SINK_WORDS[sink]} | ${CANARY_KINDS.map((kind) => cell(sink, kind)).join(' | ')} |`,
  );
  const found = controls.filter(({ isFound }) => isFound).length;
  return `With ${storageWords(storage)}: ${found} of ${controls.length} found.

| kept on purpose in | ${head} |
| --- |${' --- |'.repeat(CANARY_KINDS.length)}
${rows.join('\n')}`;
}

function storageWords(storage: RunFindings['storage']): string {
  return storage === 'embedded' ? 'the embedded database' : 'a PostgreSQL server';
}

function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KiB`;
  return `${Math.round(bytes / 1024 / 1024)} MiB`;
}

function percent(share: number): string {
  return `${(100 * share).toPrecision(2)} %`;
}
