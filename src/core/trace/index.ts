export type { CapturedFrame, HeaderFields, StepKind, Trace, TraceLeg, TraceReason, TraceStep, Verdict } from './trace.ts';
export { PING, type SwitchPort, type TraceRequest } from './request.ts';
export { findSwitchPort } from './find-switch-port.ts';
export { traceInTurn, tracePacket } from './trace-packet.ts';
export { TRACE_DEPTHS, type TraceDepth, printTrace, traceLines } from './print/print-trace.ts';
export { type TraceLine } from './print/line.ts';
export { type PlaceLookup, type TraceJson, type TraceLegJson, type TraceStepJson, traceToJson } from './trace-to-json.ts';
export { traceToPcapng } from './trace-to-pcapng.ts';
export { type ExpectationResult, type Witness, decideExpectation } from './decide-expectation.ts';
