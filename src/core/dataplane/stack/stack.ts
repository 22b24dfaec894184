import type { ElementId } from '#core/base';
import { type InterfaceAddress, type IpAddress, type MacAddress, printAddress, sameAddress } from '#core/net';
import type { DhcpPlan, NamespacePlan, NamespaceRoute, PolicyRule, RadvdPlan } from '#core/plan';
import type { Flight } from '../event.ts';
import type { Filter } from '../netfilter/create-filter.ts';
import type { Place } from '../place.ts';
import type { Scene } from '../record.ts';

/** A small IP stack: that of a VM, of a router's namespace or of a DHCP namespace. Its maps change as packets pass. */
export interface Stack {
  /** The VM's element id, or `HOST/NAMESPACE`. */
  readonly key: string;
  /** `outside`: what is beyond the external networks. */
  readonly kind: 'guest' | NamespacePlan['kind'] | 'outside';
  readonly host: string;
  /** VM or namespace name, for people. */
  readonly name: string;
  readonly element: ElementId;
  readonly devices: readonly StackDevice[];
  /** Beyond the connected ones. */
  readonly routes: readonly StackRoute[];
  /** `ip rule`, beyond the kernel's three. */
  readonly policyRules: readonly PolicyRule[];
  /** `net.ipv4.ip_forward`. */
  readonly forwards: boolean;
  /** `net.ipv6.conf.all.forwarding`. */
  readonly forwards6: boolean;
  /** `net.ipv4.conf.all.arp_ignore`: 1 answers only for addresses of the device asked on. */
  readonly arpIgnore: 0 | 1;
  /** Devices that answer for whatever the stack has a route to (`proxy_arp`). */
  readonly proxyArp: ReadonlySet<string>;
  readonly listens: readonly Listener[] | 'everything';
  readonly dhcp: DhcpPlan | undefined;
  /** What it announces to IPv6 guests. */
  readonly radvd: RadvdPlan | undefined;
  readonly filter: Filter;
  /** MACs known, by `neighbourKey`. */
  readonly neighbours: Map<string, MacAddress>;
  /** Those that no answer changes. */
  readonly permanentNeighbours: ReadonlySet<string>;
  /** Packets that wait for a MAC, by `neighbourKey`. */
  readonly waiting: Map<string, Flight[]>;
  /** Ports its own requests went out from: `tcp 40000`. */
  readonly openSockets: Set<string>;
}

/** What listens at a port: at one address, or at every one of the stack's. */
export interface Listener {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  readonly address?: IpAddress;
}

/** A network card of a VM or a device of a namespace. */
export interface StackDevice {
  readonly name: string;
  /** Its Neutron port, where it is one's. */
  readonly port: ElementId | undefined;
  /** The network it is on; `undefined` between namespaces. */
  readonly network: ElementId | undefined;
  readonly mac: MacAddress;
  readonly mtuBytes: number;
  /** Those it was given, then its link-local one. */
  readonly addresses: readonly InterfaceAddress[];
  /** Where its frames go. */
  readonly attachment: Place;
  /** The tap a capture of a VM's traffic is made on. */
  readonly captureDevice: string | undefined;
  /** The VLAN its frames are tagged with, where it is a VLAN on a card (`eth0.101`). */
  readonly vlan?: number;
}

/** A route beyond the connected ones. */
export type StackRoute = Pick<NamespaceRoute, 'destination' | 'nextHop' | 'device'> & Partial<Pick<NamespaceRoute, 'table'>>;

/** The key of a neighbour: addresses are told apart by the device they are behind. */
export function neighbourKey(device: Pick<StackDevice, 'name'>, address: IpAddress): string {
  return `${device.name} ${printAddress(address)}`;
}

/** The device that has an address, if it is one of the stack's own. */
export function deviceWithAddress(stack: Stack, address: IpAddress): StackDevice | undefined {
  return stack.devices.find((device) => hasAddress(device, address));
}

/** Whether an address is one of a device's. */
export function hasAddress(device: StackDevice, address: IpAddress): boolean {
  return device.addresses.some((own) => sameAddress(own.address, address));
}

/** Where a stack's events happen: the VM itself, or the namespace with the device concerned. */
export function sceneOf(stack: Stack, device?: StackDevice): Scene {
  return { host: stack.host, device: stack.name, element: stack.kind === 'guest' ? stack.element : (device?.port ?? stack.element) };
}
