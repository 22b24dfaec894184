import { printAddress } from '#core/net';
import type { CapturedPacket, LabGuest, LabStatus, LabVerdict } from '#lab';

/** `lab verify --format json`, schema 1 (docs/schemas/lab-verify.json). */
export function labVerdictsToJson(verdicts: readonly LabVerdict[]): unknown {
  return {
    schema: 1,
    expectations: verdicts.map(({ expectation, verdict, reason, conversations }) => ({
      text: expectation.name,
      label: expectation.label ?? null,
      verdict,
      reason: reason ?? null,
      conversations: conversations.map(({ conversation, isAnswered, predicted, observed, differences }) => ({
        from: { element: elementOf(conversation.from), address: printAddress(conversation.from.address) },
        to: { element: conversation.to.guest ? elementOf(conversation.to.guest) : null, address: printAddress(conversation.to.address) },
        answered: isAnswered,
        predicted: predicted?.packets ?? null,
        observed,
        differences,
      })),
    })),
  };
}

/** `lab up`, `lab status` and `lab down --format json`, schema 1 (docs/schemas/lab.json): how the lab stands now, and whether the command changed that. */
export function labStatusToJson(fabric: string, status: LabStatus, isChanged: boolean): unknown {
  return { schema: 1, fabric, status, changed: isChanged };
}

/** `lab capture --format json`, schema 1 (docs/schemas/lab-capture.json). */
export function captureToJson(fabric: string, packets: readonly CapturedPacket[]): unknown {
  return { schema: 1, fabric, packets };
}

/** The port; `internet` for the host outside. */
function elementOf({ endpoint }: LabGuest): string {
  return endpoint.kind === 'port' ? endpoint.id : endpoint.kind;
}
