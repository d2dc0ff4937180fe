import { CHALLENGE_PROFILES } from '@bonin/core';
import { z } from 'zod';
import type { DeviceMessage } from './channel.ts';
import { ProtocolError } from './protocol-error.ts';

const deviceMessage = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('capture-joined'),
    captureToken: z.string().min(1).max(200),
  }),
  z.strictObject({
    kind: z.literal('consent-given'),
    consentTextDigest: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  }),
  z.strictObject({ kind: z.literal('consent-withdrawn') }),
  z.strictObject({
    kind: z.literal('attempt-requested'),
    profile: z.enum(CHALLENGE_PROFILES).exactOptional(),
  }),
  z.strictObject({ kind: z.literal('attempt-abandoned') }),
  z.strictObject({
    kind: z.literal('face-route-left'),
    chosen: z
      .string()
      .regex(/^[a-z][a-z0-9-]{1,31}$/)
      .exactOptional(),
  }),
]);

/** Largest text message of a device. A door refuses a longer one before it decodes or queues it. */
export const DEVICE_TEXT_BYTES_MAX = 4096;

/**
 * Reads a text message of a device.
 *
 * Verified so far: the shape, and the lengths.
 * Not verified: that the capture token is genuine, or that the message is allowed now.
 * Personal data: passes the capture token on; keeps nothing.
 *
 * @throws {ProtocolError} `MESSAGE_MALFORMED`
 */
export function parseDeviceMessage(text: string): DeviceMessage {
  if (text.length > DEVICE_TEXT_BYTES_MAX) throw new ProtocolError('MESSAGE_MALFORMED');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ProtocolError('MESSAGE_MALFORMED');
  }
  const parsed = deviceMessage.safeParse(json);
  if (!parsed.success) throw new ProtocolError('MESSAGE_MALFORMED');
  return parsed.data;
}
