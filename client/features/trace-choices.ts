import * as vscode from 'vscode';
import { type TraceEndpoint, traceEndpointsRequest } from '#protocol';
import { Problem } from '../infrastructure/problems.ts';
import type { Services } from '../infrastructure/services.ts';

/** The three things a trace needs, in the words of the command line. */
export interface TraceChoice {
  readonly from: string;
  readonly to: string;
  readonly packet: string;
}

const TITLE = 'Trace Packet';

/** Packets worth a line of their own. */
const PACKETS: readonly vscode.QuickPickItem[] = [
  { label: 'icmp', description: 'ping' },
  { label: 'tcp 22', description: 'ssh' },
  { label: 'tcp 80', description: 'http' },
  { label: 'tcp 443', description: 'https' },
  { label: 'udp 53', description: 'dns' },
  { label: 'arp', description: 'who has the address?' },
];

const CUSTOM: vscode.QuickPickItem = {
  label: '$(edit) Another packet…',
  description: 'such as udp 53 from 40000, icmp ttl 1, icmp df size 1450',
};
const ADDRESS: vscode.QuickPickItem = { label: '$(edit) An address…', description: 'any IPv4 or IPv6 address' };

/** Asks for both ends, or the other one where `start` is given, and the packet; `undefined` when the user leaves. */
export async function chooseTrace(services: Services, document: vscode.TextDocument, start?: string): Promise<TraceChoice | undefined> {
  const { endpoints } = await services.server.ask(traceEndpointsRequest, { uri: document.uri.toString() });
  if (endpoints.length === 0)
    throw new Problem('There is nothing to trace yet: the model has no vm with a port on a known host and network.');
  const from = start ?? (await chooseEndpoint(endpoints, 'From', 1));
  if (from === undefined) return undefined;
  const to = await chooseEndpoint(
    endpoints.filter((endpoint) => endpoint.name !== from),
    `From ${from} to`,
    2,
  );
  if (to === undefined) return undefined;
  const packet = await choosePacket(`From ${from} to ${to} with`);
  return packet === undefined ? undefined : { from, to, packet };
}

async function chooseEndpoint(endpoints: readonly TraceEndpoint[], placeHolder: string, step: number): Promise<string | undefined> {
  const named = endpoints.map((endpoint) => ({ label: endpoint.name, description: endpoint.detail }));
  const items = step === 1 ? named : [...named, ADDRESS];
  const picked = await vscode.window.showQuickPick(items, { title: `${TITLE} (${step}/3)`, placeHolder, matchOnDescription: true });
  return picked === ADDRESS ? ask(`${placeHolder} address`, '10.0.1.88') : picked?.label;
}

async function choosePacket(placeHolder: string): Promise<string | undefined> {
  const picked = await vscode.window.showQuickPick([...PACKETS, CUSTOM], { title: `${TITLE} (3/3)`, placeHolder });
  return picked === CUSTOM ? ask(placeHolder, 'udp 53 from 40000') : picked?.label;
}

async function ask(prompt: string, placeHolder: string): Promise<string | undefined> {
  const answer = await vscode.window.showInputBox({ title: TITLE, prompt, placeHolder });
  return answer?.trim() === '' ? undefined : answer?.trim();
}
