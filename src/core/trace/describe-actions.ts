import { assertNever } from '#core/base';
import { createAddress, printAddress, printMac } from '#core/net';
import type { Action, OutputPort, Subfield } from '#core/openflow';

/** What the numbers in the actions of a bridge stand for. */
export interface ActionNames {
  readonly port: (ofport: number) => string;
  /** What a meter lets through, where that is known. */
  readonly meter: (id: number) => string | undefined;
}

/** What a flow does, in words: `pops the VLAN tag, sets tun_id to 22, sends it to vxlan-c0a8ff0f`. Adjacent outputs are said together. */
export function describeActions(actions: readonly Action[], names: ActionNames): string {
  const words: string[] = [];
  let ports: string[] = [];
  const flush = () => {
    if (ports.length > 0) words.push(`sends it to ${ports.join(' and ')}`);
    ports = [];
  };
  for (const action of actions) {
    if (action.kind === 'output' && action.port !== 'normal') {
      ports.push(nameOutput(action.port, names.port));
      continue;
    }
    flush();
    words.push(describeAction(action, names));
  }
  flush();
  return words.length === 0 ? 'drops it' : words.join(', ');
}

function nameOutput(port: OutputPort, portName: (ofport: number) => string): string {
  if (typeof port === 'number') return portName(port);
  return port === 'in_port' ? 'the port it came from' : port;
}

function describeAction(action: Action, names: ActionNames): string {
  switch (action.kind) {
    case 'output':
      return 'switches it by MAC table (NORMAL)';
    case 'goto-table':
      return `goes to table ${String(action.table)}`;
    case 'resubmit':
      return action.table === undefined ? 'looks it up again' : `looks it up in table ${String(action.table)}`;
    case 'push-vlan':
      return 'adds a VLAN tag';
    case 'pop-vlan':
      return 'takes the VLAN tag off';
    case 'set-field':
      return `sets ${action.field} to ${printValue(action.field, action.value)}`;
    case 'load':
      return `sets ${printTarget(action.target)} to ${printValue(action.target.field, action.value)}`;
    case 'move':
      return `copies ${printTarget(action.source)} to ${printTarget(action.target)}`;
    case 'ct':
      return action.table === undefined ? describeCommit(action) : `tracks its connection and goes to table ${String(action.table)}`;
    case 'ct-clear':
      return 'forgets what tracking said of it';
    case 'conjunction':
      return `is part ${String(action.clause)} of ${String(action.clauses)} of conjunction ${String(action.id)}`;
    case 'meter':
      return describeMeter(action.meter, names.meter(action.meter));
    case 'set-queue':
      return `puts it into queue ${String(action.queue)}`;
    case 'controller':
      return 'sends it to the controller';
    case 'unsupported':
      return `does ${action.text}, which is not followed`;
    case 'learn':
      return `learns into table ${String(action.table)}`;
    default:
      return assertNever(action);
  }
}

function describeMeter(id: number, limit: string | undefined): string {
  return `measures it by meter ${String(id)}${limit === undefined ? '' : ` (${limit})`}`;
}

/** A mark on the connection is how the firewall ends one that no rule allows any more. */
function describeCommit({ commit, exec }: Extract<Action, { kind: 'ct' }>): string {
  if (!commit) return 'tracks its connection';
  return exec.length === 0 ? 'keeps its connection' : 'marks its connection';
}

function printTarget({ field }: Subfield): string {
  return field;
}

/** VLAN ids lose the bit that says there is a tag. */
function printValue(field: Subfield['field'], value: bigint): string {
  if (field === 'vlan_vid') return String(value & 0xfffn);
  if (field === 'eth_src' || field === 'eth_dst' || field === 'arp_sha' || field === 'arp_tha') return printMac(value);
  if (field === 'ip_src' || field === 'ip_dst' || field === 'arp_spa' || field === 'arp_tpa') return printAddress(createAddress(4, value));
  return String(value);
}
