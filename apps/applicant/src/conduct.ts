/**
 * Does what the flow says: cameras, channel, sealing, timers. Decides nothing.
 *
 * Personal data: holds the picture of a card and live frames, in memory only, from the moment they are
 * taken until the flow puts them down or the page goes away. Nothing is written to any browser storage.
 */
import { openSealer, type CaptureSealer } from '@bonin/sealing';
import type { BoothOffer } from '@bonin/protocol/channel';
import { CameraError } from './capture/camera-stream.ts';
import { openCardCamera, openFaceCamera } from './capture/camera-source.ts';
import type { LightFinding } from './capture/assess-light.ts';
import { CardFileError, readCardFile } from './capture/card-file.ts';
import type { CardSource, FrameSource, PageShown } from './capture/frame-source.ts';
import { openLiveCapture, type LiveCapture } from './capture/live-capture.ts';
import {
  listSamples,
  loadSampleCard,
  openSampleFace,
  type SampleApplicant,
} from './capture/samples.ts';
import { openCaptureChannel, type CaptureChannel } from './channel/capture-channel.ts';
import { digestConsentText } from './channel/consent-digest.ts';
import { loadServiceKeys } from './channel/service-keys.ts';
import { OfferError, verifyBoothOffer } from './channel/verify-booth-offer.ts';
import { advanceFlow, beginFlow } from './flow/advance-flow.ts';
import { askForReceipt, type ReceiptOutcome } from './receipt/applicant-receipt.ts';
import { isChallenged } from './flow/steps.ts';
import type { Advance, Flow, FlowEffect, FlowEvent, Surroundings, TimerName } from './flow/flow.ts';

/** What the screens show: the flow, and the things of the moment that are no part of its rules. */
export interface Stage {
  readonly flow: Flow;
  readonly cardPreview: MediaStream | undefined;
  readonly cardPictureUrl: string | undefined;
  /** A chosen file or sample is being opened; a large photograph takes a while. */
  readonly cardOpening: boolean;
  readonly facePreview: { readonly stream: MediaStream; readonly mirrored: boolean } | undefined;
  readonly light: LightFinding | undefined;
  /** What the page shows of the challenge now. */
  readonly shown: PageShown | undefined;
  readonly framesSent: number;
  /** By `performance.now()`: when the capture is closed, and when a booth is asked for again. */
  readonly captureEndsAt: number | undefined;
  readonly retryAt: number | undefined;
}

export interface Conductor {
  readonly stage: Stage;
  dispatch(event: FlowEvent): void;
  takeCardPicture(): void;
  takeCardFile(file: Blob): void;
  /** The receipts of this registration, by its link. */
  askForReceipt(): Promise<ReceiptOutcome>;
  /** Ends every track, drops every picture and the channel. */
  close(): void;
}

export interface ConductorPorts {
  readonly surroundings: Surroundings;
  readonly captureToken: string;
  readonly forgetLink: () => void;
  readonly onChange: (stage: Stage) => void;
}

const EMPTY = new Uint8Array();

export function startConductor(ports: ConductorPorts): Conductor {
  let channel: CaptureChannel | undefined;
  let sealer: CaptureSealer | undefined;
  let card: Uint8Array<ArrayBuffer> | undefined;
  let cardSource: CardSource | undefined;
  let live: LiveCapture | undefined;
  let sample: SampleApplicant | undefined;
  // What began before one of these turned is no longer wanted when it comes back.
  let cameraTurn = 0;
  let cardTurn = 0;
  let sealTurn = 0;
  let closed = false;
  const timers = new Map<TimerName, ReturnType<typeof setTimeout>>();

  const began = beginFlow(ports.surroundings);
  let stage: Stage = {
    flow: began.flow,
    cardPreview: undefined,
    cardPictureUrl: undefined,
    cardOpening: false,
    facePreview: undefined,
    light: undefined,
    shown: undefined,
    framesSent: 0,
    captureEndsAt: undefined,
    retryAt: undefined,
  };

  function show(change: Partial<Stage>): void {
    stage = { ...stage, ...change };
    ports.onChange(stage);
  }

  function dispatch(event: FlowEvent): void {
    if (closed) return;
    follow(advanceFlow(stage.flow, event));
  }

  function follow({ flow, effects }: Advance): void {
    show({ flow });
    for (const effect of effects) perform(effect);
  }

  function perform(effect: FlowEffect): void {
    switch (effect.kind) {
      case 'join': {
        join();
        return;
      }
      case 'leave-channel':
        channel?.close();
        channel = undefined;
        return;
      case 'send':
        channel?.send(effect.message);
        return;
      case 'send-consent':
        digestConsentText(effect.locale).then((consentTextDigest) => {
          channel?.send({ kind: 'consent-given', consentTextDigest });
        }, loseChannel);
        return;
      case 'open-card-camera':
        void openCardSource();
        return;
      case 'open-face-camera':
        void openFaceSource();
        return;
      case 'close-camera': {
        closeCamera();
        return;
      }
      case 'load-sample':
        void loadSample(effect.sampleId);
        return;
      case 'verify-offer':
        void verifyOffer(effect.offer);
        return;
      case 'send-card':
        if (card === undefined) return;
        sealAndSend({ kind: 'card', last: true, payload: card }).catch(loseChannel);
        return;
      case 'send-frames': {
        live?.sendFrames(isChallenged(stage.flow));
        return;
      }
      case 'ask': {
        live?.ask(effect.step);
        return;
      }
      case 'end-capture':
        live?.stopFrames();
        sealAndSend({ kind: 'end', last: true, payload: EMPTY }).catch(loseChannel);
        return;
      case 'drop-seal':
        sealTurn += 1;
        sealer = undefined;
        {
          show({ captureEndsAt: undefined });
          return;
        }
      case 'erase-card': {
        eraseCard();
        return;
      }
      case 'forget-link': {
        ports.forgetLink();
        return;
      }
      case 'set-timer': {
        setTimer(effect.timer, effect.ms);
        return;
      }
      case 'clear-timer':
        clearTimeout(timers.get(effect.timer));
        timers.delete(effect.timer);
        return;
    }
  }

  function join(): void {
    channel?.close();
    const opened = openCaptureChannel(ports.captureToken, {
      onMessage: (message) => {
        if (channel === opened) dispatch({ kind: 'server-said', message });
      },
      onLost: () => {
        if (channel === opened) dispatch({ kind: 'channel-lost' });
      },
    });
    channel = opened;
  }

  /** Something that only a new connection can put right; the server abandons what was running on this one. */
  function loseChannel(): void {
    channel?.close();
    channel = undefined;
    dispatch({ kind: 'channel-lost' });
  }

  function setTimer(timer: TimerName, ms: number): void {
    clearTimeout(timers.get(timer));
    timers.set(
      timer,
      setTimeout(() => {
        timers.delete(timer);
        dispatch({ kind: 'timer-rang', timer });
      }, ms),
    );
    if (timer === 'time-limit') show({ captureEndsAt: performance.now() + ms });
    if (timer === 'retry') show({ retryAt: performance.now() + ms });
  }

  async function openCardSource(): Promise<void> {
    const turn = ++cameraTurn;
    try {
      const opened = await openCardCamera(() => dispatch({ kind: 'camera-ended' }));
      if (turn !== cameraTurn || closed) {
        opened.close();
        return;
      }
      cardSource = opened;
      show({ cardPreview: opened.preview });
    } catch (error) {
      reportCamera(turn, error);
    }
  }

  async function openFaceSource(): Promise<void> {
    const turn = ++cameraTurn;
    try {
      const opened =
        sample === undefined
          ? await openFaceCamera(() => dispatch({ kind: 'camera-ended' }))
          : await openSampleFace(sample);
      if (turn !== cameraTurn || closed) {
        opened.close();
        return;
      }
      beginLive(opened);
      dispatch({ kind: 'face-camera-opened' });
    } catch (error) {
      reportCamera(turn, error);
    }
  }

  function beginLive(source: FrameSource): void {
    live = openLiveCapture(source, {
      onLight: (light) => {
        if (light !== stage.light) show({ light });
      },
      onShown: (shown) => show({ shown }),
      bufferedBytes: () => channel?.bufferedBytes ?? 0,
      send: async (part) => {
        await sealAndSend(part);
        show({ framesSent: stage.framesSent + 1 });
      },
      onFault: () => dispatch({ kind: 'camera-ended' }),
    });
    const { preview: stream, mirrored } = source;
    show({ facePreview: { stream, mirrored }, framesSent: 0 });
  }

  function reportCamera(turn: number, error: unknown): void {
    if (turn !== cameraTurn) return;
    const reason = error instanceof CameraError ? error.reason : 'unsupported';
    dispatch({ kind: 'camera-failed', reason });
  }

  function closeCamera(): void {
    cameraTurn += 1;
    cardSource?.close();
    live?.close();
    cardSource = undefined;
    live = undefined;
    show({ cardPreview: undefined, facePreview: undefined, light: undefined, shown: undefined });
  }

  /** @param from - the sample applicant whose card it is, and whose face then stands in for a camera */
  function holdCard(picture: Uint8Array<ArrayBuffer>, from: SampleApplicant | undefined): void {
    const { place } = stage.flow;
    const wanted =
      place.kind === 'hold-document' && (place.step === 'choosing' || place.step === 'framing');
    if (closed || !wanted) {
      // The applicant has gone on meanwhile.
      picture.fill(0);
      return;
    }
    eraseCard();
    card = picture;
    sample = from;
    show({ cardPictureUrl: URL.createObjectURL(new Blob([picture], { type: 'image/jpeg' })) });
    dispatch({ kind: 'card-pictured' });
  }

  function eraseCard(): void {
    card?.fill(0);
    card = undefined;
    if (stage.cardPictureUrl !== undefined) URL.revokeObjectURL(stage.cardPictureUrl);
    show({ cardPictureUrl: undefined });
  }

  function takeCardPicture(): void {
    const source = cardSource;
    if (source === undefined) return;
    source
      .takePicture()
      .then((picture) => {
        if (picture === undefined || source !== cardSource) return;
        holdCard(picture, undefined);
      })
      .catch(() => dispatch({ kind: 'card-refused', refusal: 'unreadable' }));
  }

  /** Opens what was chosen last; what was chosen before that is no longer wanted when it comes. */
  async function openCard(
    open: () => Promise<{ readonly file: Blob; readonly from?: SampleApplicant }>,
  ): Promise<void> {
    const turn = ++cardTurn;
    show({ cardOpening: true });
    try {
      const { file, from } = await open();
      const picture = await readCardFile(file);
      if (turn === cardTurn) holdCard(picture, from);
      else picture.fill(0);
    } catch (error) {
      const refusal = error instanceof CardFileError ? error.refusal : 'unreadable';
      if (turn === cardTurn) dispatch({ kind: 'card-refused', refusal });
    } finally {
      if (turn === cardTurn) show({ cardOpening: false });
    }
  }

  async function loadSample(sampleId: string): Promise<void> {
    await openCard(async () => {
      const from = (await listSamples()).find(({ id }) => id === sampleId);
      if (from === undefined) throw new Error('SAMPLE_UNKNOWN');
      return { file: await loadSampleCard(from), from };
    });
  }

  async function verifyOffer(offer: BoothOffer): Promise<void> {
    const turn = ++sealTurn;
    try {
      const { keys, nowSeconds } = await loadServiceKeys();
      const registrationId = stage.flow.view?.registrationId ?? '';
      const verified = await verifyBoothOffer(offer, { keys, registrationId, nowSeconds });
      const opened = await openSealer(verified);
      if (turn !== sealTurn) return;
      sealer = opened;
      dispatch({ kind: 'offer-verified' });
    } catch (error) {
      // Whatever the reason, nothing is sealed to a key that nobody vouches for.
      if (turn !== sealTurn) return;
      if (error instanceof OfferError) dispatch({ kind: 'offer-rejected' });
      // The keys did not come: that says nothing of the offer.
      else loseChannel();
    }
  }

  async function sealAndSend(part: Parameters<CaptureSealer['seal']>[0]): Promise<void> {
    const sealing = sealer;
    const sending = channel;
    if (sealing === undefined || sending === undefined) return;
    const chunk = await sealing.seal(part);
    if (sealing === sealer) sending.sendChunk(chunk);
  }

  function close(): void {
    closed = true;
    for (const timer of timers.values()) clearTimeout(timer);
    closeCamera();
    eraseCard();
    sealer = undefined;
    channel?.close();
  }

  queueMicrotask(() => {
    if (!closed) for (const effect of began.effects) perform(effect);
  });

  return {
    get stage() {
      return stage;
    },
    dispatch,
    takeCardPicture,
    askForReceipt: () => askForReceipt({ captureToken: ports.captureToken }),
    takeCardFile: (file) => void openCard(() => Promise.resolve({ file })),
    close,
  };
}
