import * as vscode from 'vscode';
import { traceRequest } from '#protocol';
import { columnOf } from '../infrastructure/places.ts';
import { Problem } from '../infrastructure/problems.ts';
import { type Services, registerCommand } from '../infrastructure/services.ts';
import type { WiringPreviews } from './wiring-previews.ts';
import { type TraceChoice, chooseTrace } from './trace-choices.ts';
import { TraceDocuments } from './trace-documents.ts';

/** The command “Trace Packet…”: a document with every hop beside the model, and its way in the preview. It returns the text. */
export function registerTracePacket(services: Services, previews: WiringPreviews): void {
  const documents = new TraceDocuments(services);
  registerCommand(services, 'ostopo.tracePacket', 'tracing the packet', async (argument) => {
    const model = await services.sources.current(modelOf(argument));
    const choice = readChoice(argument) ?? (await chooseTrace(services, model, readFrom(argument)));
    if (!choice) return undefined;
    const params = { uri: model.uri.toString(), ...choice };
    const answer = await services.server.ask(traceRequest, params);
    if (answer.kind === 'refused') throw new Problem(answer.message);
    previews.showTrace(model.uri, answer.trace);
    // Beside the text, unless the preview is there: then text and picture of the trace are seen together.
    await documents.show(params, answer, previews.isVisible(model.uri) ? columnOf(model.uri) : vscode.ViewColumn.Beside);
    return answer.text;
  });
}

/** A caller other than the palette may say all: `{ uri?, from, to, packet? }`; an editor's menu gives the model's URI. */
function readChoice(argument: unknown): TraceChoice | undefined {
  if (typeof argument !== 'object' || argument === null || argument instanceof vscode.Uri) return undefined;
  if (!('from' in argument) || typeof argument.from !== 'string' || !('to' in argument) || typeof argument.to !== 'string')
    return undefined;
  const packet = 'packet' in argument && typeof argument.packet === 'string' ? argument.packet : 'icmp';
  return { from: argument.from, to: argument.to, packet };
}

/** A code lens says where the packet starts. */
function readFrom(argument: unknown): string | undefined {
  const given = typeof argument === 'object' && argument !== null && 'from' in argument ? argument.from : undefined;
  return typeof given === 'string' ? given : undefined;
}

function modelOf(argument: unknown): unknown {
  return typeof argument === 'object' && argument !== null && 'uri' in argument ? argument.uri : argument;
}
