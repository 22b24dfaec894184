import { parseAddress, parseMac } from '#core/net';

/** A copy of the frame that leaves the datapath. */
export interface DatapathOutput {
  /** Number of the port in the datapath; for a tunnel the remote address and the VNI. */
  readonly to: string;
  /** Tag control information of the tags, outermost first. */
  readonly tags: readonly bigint[];
  readonly headers: DatapathHeaders;
}

/** What datapath actions do with a frame. */
export interface DatapathResult {
  readonly outputs: readonly DatapathOutput[];
  /** `ct(commit,zone=7,mark=0x1)`, in order. */
  readonly tracked: readonly string[];
  /** The frame that goes on under a `recirc_id`. */
  readonly recirculated: readonly { readonly id: string; readonly frame: DatapathFrame }[];
}

/** A frame as datapath actions change it. */
export interface DatapathFrame {
  readonly tags: readonly bigint[];
  readonly headers: DatapathHeaders;
}

/** Header fields under the datapath's names: `eth.dst`, `arp.sip`, `ipv4.tos` … */
export type DatapathHeaders = Readonly<Record<string, bigint>>;

/** Carries out datapath actions as ovs-actions(7) and lib/odp-util.c write them; what follows a `tnl_push` happens to the outer packet and is left out. */
export function readDatapathActions(text: string, frame: DatapathFrame): DatapathResult {
  const result: Collected = { outputs: [], tracked: [], recirculated: [] };
  if (text !== 'drop') runActions(text, { ...frame }, result);
  return result;
}

interface Collected {
  readonly outputs: DatapathOutput[];
  readonly tracked: string[];
  readonly recirculated: { readonly id: string; readonly frame: DatapathFrame }[];
}

interface Frame {
  tags: readonly bigint[];
  headers: DatapathHeaders;
}

function runActions(text: string, frame: Frame, result: Collected): void {
  for (const { name, argument } of splitActions(text)) {
    if (name === 'tnl_push') {
      result.outputs.push({ ...frame, to: tunnelTarget(argument) });
      return;
    }
    runAction(name, argument, frame, result);
  }
}

function runAction(name: string, argument: string, frame: Frame, result: Collected): void {
  switch (name) {
    case 'push_vlan':
      frame.tags = [pushedTci(argument), ...frame.tags];
      return;
    case 'pop_vlan':
      frame.tags = frame.tags.slice(1);
      return;
    case 'set':
      frame.headers = setFields(frame.headers, argument);
      return;
    case 'clone':
      runActions(argument, { ...frame }, result);
      return;
    case 'ct':
      result.tracked.push(`ct(${argument.replace(/(mark=0x[0-9a-f]+)\/0x[0-9a-f]+/, '$1').replace('force_commit', 'commit')})`);
      return;
    case 'recirc':
      result.recirculated.push({ id: argument, frame: { ...frame } });
      return;
    case 'ct_clear':
    case 'meter':
      return;
    default:
      if (!/^\d+$/.test(name)) throw new Error(`expected a datapath action that is known, found ${name}(${argument})`);
      result.outputs.push({ ...frame, to: name });
  }
}

function pushedTci(argument: string): bigint {
  const { vid = '', pcp = '' } = /vid=(?<vid>\d+),pcp=(?<pcp>\d+)/.exec(argument)?.groups ?? {};
  return 0x1000n | BigInt(vid) | (BigInt(pcp) << 13n);
}

function tunnelTarget(argument: string): string {
  const { remote, vni } =
    /ipv4\(src=[^,]*,dst=(?<remote>[^,]*),.*vxlan\(flags=[^,]*,vni=(?<vni>0x[0-9a-f]+)\)/.exec(argument)?.groups ?? {};
  if (remote === undefined || vni === undefined) throw new Error(`expected a VXLAN header, found ${argument}`);
  return `${remote} vni ${Number(vni)}`;
}

/** `eth(src=A,dst=B/MASK)`: sets `eth.src`, and the bits of MASK in `eth.dst`. */
function setFields(headers: DatapathHeaders, argument: string): DatapathHeaders {
  const changed = { ...headers };
  for (const { name: protocol, argument: fields } of splitActions(argument)) {
    for (const field of fields.split(',')) {
      const [, key = '', value = '', mask] = /^([^=]*)=([^/]*)(?:\/(.*))?$/.exec(field) ?? [];
      const name = `${protocol}.${key}`;
      const kept = mask === undefined ? 0n : (changed[name] ?? 0n) & ~readValue(mask);
      changed[name] = kept | readValue(value);
    }
  }
  return changed;
}

function readValue(text: string): bigint {
  return parseMac(text) ?? parseAddress(text)?.value ?? BigInt(text);
}

/** Cuts at commas outside parentheses; `name(argument)`. */
function splitActions(text: string): { readonly name: string; readonly argument: string }[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let i = 0; i <= text.length; i++) {
    const c = text.charAt(i);
    if (c === '(') depth++;
    else if (c === ')') depth--;
    else if (depth === 0 && (c === ',' || c === '')) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return parts.map((part) => {
    const open = part.indexOf('(');
    return open < 0 ? { name: part, argument: '' } : { name: part.slice(0, open), argument: part.slice(open + 1, -1) };
  });
}
