import type { Wording } from './wording.ts';

export const ENGLISH: Wording = {
  verdicts: {
    match: 'the face in the frames is the face on the card.',
    'non-match': 'the face in the frames is not the face on the card.',
    'attack-presentation':
      'the frames look like a picture or a screen, not like a face before a camera.',
    undecided: 'whether a real face was before the camera could not be told.',
  },
  errors: {
    ARGUMENTS_UNUSABLE: 'The command cannot be understood. See: bonin --help',
    FILE_MISSING: 'There is no such file, or it may not be read.',
    FILE_NOT_WRITTEN: 'The file could not be written, or is there already.',
    FILE_TOO_LARGE: 'The file is too large: a card may have 12 MB, a frame 1.5 MB, a clip 268 MB.',
    FOLDER_EMPTY: 'There is no JPEG, PNG or WebP picture in the folder.',
    IMAGE_FORMAT_UNSUPPORTED: 'The file is no JPEG, PNG or WebP picture.',
    IMAGE_ANIMATED: 'The picture is animated. Give a still picture.',
    IMAGE_TOO_MANY_PIXELS: 'The picture has too many pixels; 40 million are the most.',
    CLIP_UNSUPPORTED: 'This kind of clip is not read. Give MJPEG (.mjpeg) or 8-bit Y4M (.y4m).',
    CLIP_MALFORMED: 'The clip is damaged, or not of the kind that its name says.',
    POLICY_UNUSABLE:
      'The policy cannot be used: it is no policy document, or its thresholds are for other networks.',
    POLICY_NETWORKS_UNUSABLE:
      'A network that the policy names is not listed, not installed, or not as it is listed.',
    NETWORKS_NOT_INSTALLED: 'A network is not installed, or its file was changed. Run: npm ci',
    PROBE_TOO_FEW_FRAMES:
      'Too few frames could be used. Frames that are the same file twice count once.',
    PROGRAM_MISSING: 'The program that looks at faces is not there. Run: npm run build',
    BOOTH_NOT_STARTED: 'The process that looks at faces did not start. Are the networks installed?',
    BOOTH_STOPPED: 'The process that looks at faces ended without an answer. Nothing was decided.',
  },
  referenceGuidance: {
    'reference-acquired': 'The card could be used.',
    'image-unreadable': 'The picture of the card is damaged or cannot be decoded.',
    'no-face': 'There is no face on the card.',
    'several-faces': 'There is more than one face on the card.',
    'come-nearer': 'The face on the card is too small.',
    'move-back': 'The face on the card is too large or cut off.',
    'adjust-light': 'The card is too dark, too bright, or unevenly lit.',
    'look-straight': 'The face on the card does not look straight ahead.',
    'hold-still': 'The picture of the card is blurred.',
    'step-done': 'The card could be used.',
    'capture-sufficient': 'The card could be used.',
  },
  probeGuidance: {
    'reference-acquired': 'The frames could be used.',
    'image-unreadable': 'Frames are damaged or cannot be decoded.',
    'no-face': 'There is no face in the frames.',
    'several-faces': 'There is more than one face in the frames.',
    'come-nearer': 'The face in the frames is too small.',
    'move-back': 'The face in the frames is too large or cut off.',
    'adjust-light': 'The frames are too dark, too bright, or unevenly lit.',
    'look-straight': 'The face in the frames does not look straight ahead.',
    'hold-still': 'The frames are blurred.',
    'step-done': 'The frames could be used.',
    'capture-sufficient': 'The frames could be used.',
  },
  captureUnusable: 'The pictures were not good enough to compare.',
  inputs: { reference: 'card', probe: 'probe' },
  notVerified:
    'Not verified: that the card is genuine, that the frames come from a camera, or when they were taken.',
  framesUsed: (used, found) => `Frames handed to the matcher: ${used} of ${found}.`,
  isolation: (applied, all) => `Isolation of both booths: ${applied} of ${all} measures.`,
  timingsTitle: 'Where the time went',
  help: {
    bonin: `bonin answers one question: is the person before the camera the person on the card?

  bonin verify    compare a card with live frames; Y or N
  bonin policy    rules as data: check, sign, explain, replay
  bonin version   the version
  bonin verify --help

Options everywhere: --lang en|ko, --help`,
    verify: `bonin verify --reference CARD --probe FRAME...

  --reference FILE   picture of the card: JPEG, PNG or WebP
  --probe PATH...    frames of the live face: pictures, a folder of them,
                     or a clip, MJPEG (.mjpeg) or Y4M (.y4m); at most 8 frames
                     are used, chosen evenly
  --policy FILE      policy document with the thresholds (default: policies/default.json);
                     with fewer frames than it asks for, what is there has to do;
                     its probeFrames.spreadMs is taken as 0, as files have no time of
                     arrival (frames that are the same file twice still count once)
  --timings          say where the time went
  --json             the answer as JSON
  --lang en|ko       language of the words

Exit code: 0 for Y, 1 for N, 2 for input that could not be used, 3 for a fault of ours.
2 and not 1 where no face was compared, as with a drawing, an animal or a wall: N is
said of a face that is another; here nothing was decided, and it would not count.
Pictures are opened in a process of their own that ends with the answer; nothing is written.`,
  },
};
