/**
 * Payloads that cannot be decoded (a foreign encoding, broken JSON) must not fail the workflow task for ever: anybody who
 * can reach the server can signal an incident. They arrive as a marker that no reader accepts.
 */
import { defaultPayloadConverter, type Payload, type PayloadConverter } from '@temporalio/common';

const UNREADABLE = { unreadablePayload: true } as const;

export const payloadConverter: PayloadConverter = {
  toPayload: (value) => defaultPayloadConverter.toPayload(value),
  fromPayload: <T>(payload: Payload): T => {
    try {
      return defaultPayloadConverter.fromPayload<T>(payload);
    } catch {
      return UNREADABLE as T;
    }
  },
};
