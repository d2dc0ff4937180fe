export { ApplicantError, type ApplicantErrorCode } from './applicant-error.ts';
export { openCaptureChannel, type CaptureChannel } from './capture-channel.ts';
export {
  openCaptureDevice,
  type Asked,
  type CaptureDevice,
  type CaptureEnding,
  type OpenedCapture,
} from './capture-device.ts';
export {
  attendCapture,
  encodeFrame,
  endingOf,
  presentLive,
  type AttendedCapture,
  type SimulatedApplicant,
} from './attend-capture.ts';
export { shownFor, type Turn } from './shown-for.ts';
