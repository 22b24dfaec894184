import { createFinding } from '#core/diagnostics';
import { type Host, type Vm, placeOf } from '#core/model';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';

/** OST4001: a VM needs a host with role compute; elsewhere no Nova starts it and, without Open vSwitch, nothing plugs its ports. */
export const checkVmHosts: Rule = ({ topology, host: hostOf }) =>
  topology.vms.flatMap((vm) => {
    const host = vm.host === undefined ? undefined : hostOf(vm.host);
    return host && host.roles.length > 0 && !host.roles.includes('compute') ? [wrongHost(vm, host)] : [];
  });

function wrongHost(vm: Vm, host: Host) {
  const roles = host.roles.join(', ');
  const message = `${describeElement(vm)} stands on ${describeElement(host)}, which is no compute host (its roles: ${roles}): nothing there starts VMs. Put it on a compute host, or add \`compute\` to the roles.`;
  return createFinding('OST4001', {
    message,
    place: placeOf(vm, 'on'),
    related: [{ message: `\`${host.name}\` has the roles ${roles}`, place: placeOf(host, 'roles') }],
    element: vm.id,
    data: { host: host.name },
  });
}
