import { NEUTRAL_PAGE } from '../../capture/frame-source.ts';
import type { Stage } from '../../conduct.ts';
import type { Correction } from '../../flow/correction.ts';
import type { FaceStep } from '../../flow/flow.ts';
import { isChallenged } from '../../flow/steps.ts';
import { Button } from '../../look/button.tsx';
import { usePage } from '../../look/page-context.ts';
import { Preview } from '../../look/preview.tsx';
import { Screen } from '../../look/screen.tsx';
import { usePageLight } from '../../look/use-page-light.ts';
import { useSpoken } from '../../voice/use-voice.ts';
import { Countdown } from './countdown.tsx';
import { Oval } from './oval.tsx';
import { Progress } from './progress.tsx';
import { wordsOfStep } from './words-of-step.ts';

interface LookAtCameraProps {
  readonly step: FaceStep;
  readonly guidance: Correction | undefined;
}

/**
 * The live face. What to do stands above the picture, near the camera, so that reading it does not turn the eyes away.
 *
 * The page around the camera stays light: on a dim evening it lights the face. Under a challenge it is the light that
 * the challenge asks for, and what is asked for stands in `data-asks` and `data-colour` (red, green, blue) besides.
 */
export function LookAtCamera({ step, guidance }: LookAtCameraProps) {
  const { stage, conductor, say, voice } = usePage();
  const preview = stage.facePreview;
  const capturing = step === 'capturing';
  const words = wordsOfStep(stage, step, guidance, say);
  const colour = pageColour(stage);
  usePageLight(colour);
  useSpoken(voice, words.title, words.beside);
  return (
    <Screen
      part={step}
      title={words.title}
      live={words.asks !== undefined}
      marks={
        words.asks === undefined
          ? {}
          : { 'data-asks': words.asks, 'data-colour': (colour ?? NEUTRAL_PAGE).join(',') }
      }
      actions={
        <>
          {step === 'getting-ready' ? (
            <Button onPress={() => conductor.dispatch({ kind: 'start-pressed' })}>
              {say('face.start')}
            </Button>
          ) : null}
          <Button
            weight={step === 'getting-ready' ? 'quiet' : 'equal'}
            onPress={() => conductor.dispatch({ kind: 'stop-pressed' })}
          >
            {say('page.stop')}
          </Button>
        </>
      }
    >
      <p class={words.isToChange ? 'guidance guidance-change' : 'guidance'} role="status">
        <span>{words.beside}</span>
      </p>
      <div class="stage stage-face">
        <Preview
          stream={preview?.stream}
          mirrored={preview?.mirrored ?? true}
          label={say('face.preview')}
        />
        <Oval
          share={capturing ? shareDone(stage) : 0}
          pose={capturing ? poseAsked(stage) : undefined}
        />
        {step === 'counting-down' ? <Countdown /> : null}
      </div>
      {capturing ? <Progress share={shareDone(stage)} /> : null}
    </Screen>
  );
}

/** Under a challenge the page has a light of its own, from before the first step on. */
function pageColour({ flow, shown }: Stage) {
  if (!isChallenged(flow)) return undefined;
  return shown?.kind === 'colour' ? shown.rgb : NEUTRAL_PAGE;
}

function poseAsked({ flow }: Stage) {
  const step = flow.asked?.step;
  return step?.kind === 'pose' ? step.pose : undefined;
}

/** Steps that were done, of all; without steps how many frames were sent, and never full: the booth says what is enough. */
function shareDone({ flow, framesSent }: Stage): number {
  if (flow.asked !== undefined) return (flow.asked.place - 1) / Math.max(1, flow.asked.of);
  const wanted = Math.max(1, flow.view?.probeFramesMinimum ?? 1);
  return 0.95 * (1 - Math.exp(-framesSent / wanted));
}
