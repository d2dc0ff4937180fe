import type { Correction } from '../../flow/correction.ts';
import type { FaceStep } from '../../flow/flow.ts';
import { Button } from '../../look/button.tsx';
import { usePage } from '../../look/page-context.ts';
import { Preview } from '../../look/preview.tsx';
import { Screen } from '../../look/screen.tsx';
import { useSecondsUntil } from '../../look/use-seconds-until.ts';
import { wordsOfGuidance } from '../../wording/words-of.ts';
import { Countdown } from './countdown.tsx';
import { Oval } from './oval.tsx';

interface LookAtCameraProps {
  readonly step: FaceStep;
  readonly guidance: Correction | undefined;
}

/**
 * The live face. The page around the camera stays light: on a dim evening it lights the face. What to do
 * stands above the picture, near the camera, so that reading it does not turn the eyes away.
 */
export function LookAtCamera({ step, guidance }: LookAtCameraProps) {
  const { stage, conductor, say } = usePage();
  const preview = stage.facePreview;
  const capturing = step === 'capturing';
  return (
    <Screen
      part={step}
      title={say(`face.${step}.title`)}
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
      <p class="guidance" role="status">
        {capturing ? say(wordsOfGuidance(guidance, stage.light)) : <Advice step={step} />}
      </p>
      <div class="stage stage-face">
        <Preview
          stream={preview?.stream}
          mirrored={preview?.mirrored ?? true}
          label={say('face.preview')}
        />
        <Oval share={capturing ? shareDone(stage.framesSent, probeFrames(stage)) : 0} />
        {step === 'counting-down' ? <Countdown /> : null}
      </div>
      {capturing ? <Progress /> : null}
    </Screen>
  );
}

function Advice({ step }: { readonly step: Exclude<FaceStep, 'capturing'> }) {
  const { stage, say } = usePage();
  const { light } = stage;
  if (step === 'getting-ready' && light !== undefined && light !== 'fine') {
    return <>{say(`face.light.${light}`)}</>;
  }
  return <>{say(`face.${step}.body`)}</>;
}

function Progress() {
  const { stage, say } = usePage();
  const seconds = useSecondsUntil(stage.captureEndsAt);
  const wanted = probeFrames(stage);
  return (
    <div class="progress">
      <progress
        aria-label={say('face.progress')}
        max={100}
        value={Math.round(shareDone(stage.framesSent, wanted) * 100)}
      />
      <p class="small">{say('face.time-left', { seconds })}</p>
    </div>
  );
}

function probeFrames(stage: {
  readonly flow: { readonly view?: { readonly probeFramesMinimum: number } };
}): number {
  return Math.max(1, stage.flow.view?.probeFramesMinimum ?? 1);
}

/** Never full: that the frames sent are good enough is for the booth to say. */
function shareDone(sent: number, wanted: number): number {
  return 0.95 * (1 - Math.exp(-sent / wanted));
}
