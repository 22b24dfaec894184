import { printMac } from '#core/net';
import type { VirtualFunction } from '#core/plan';
import type { HostView } from '../host-view.ts';
import { type Section, entry } from '../section.ts';

/** Ports that are virtual functions: nothing is made here, but whoever looks for the port finds where it is. */
export function virtualFunctionSection({ plan }: HostView): Section {
  return {
    name: 'virtual-functions',
    title: 'virtual functions of network cards; libvirt sets them up when Nova starts the VM',
    neutron: 'none: Nova chooses the function, libvirt gives it MAC and VLAN, and br-int never sees it',
    entries: plan.virtualFunctions.map((item) => entry(item.port, describe(item))),
  };
}

function describe({ binding, devices, mac, vlan, mtuBytes }: VirtualFunction): string {
  const card = devices.length === 0 ? 'no card of this host' : devices.join(' or ');
  return `${binding}, a virtual function of ${card}, MAC ${printMac(mac)}, ${vlan === undefined ? 'no VLAN' : `VLAN ${vlan}`}, MTU ${mtuBytes}`;
}
