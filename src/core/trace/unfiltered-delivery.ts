import type { Network, Stack } from '#core/dataplane';
import type { TraceReason } from './trace.ts';

/**
 * Why a delivery proves nothing: the fabric's security groups are `openvswitch`'s, whose flows are not compiled yet, and an end of the conversation is
 * a port they would filter. A packet that is lost without them is lost with them too, so only deliveries are in doubt.
 */
export function unfilteredDelivery({ compiled }: Network, ends: readonly (Stack | undefined)[], at: string): TraceReason | undefined {
  const { fabric, ports } = compiled.deployment;
  if (fabric.firewall !== 'openvswitch') return undefined;
  const devices = new Set(ends.map((end) => end?.element));
  if (!ports.some(({ device, portSecurity }) => portSecurity && devices.has(device))) return undefined;
  return {
    code: 'not-modelled',
    message: 'firewall openvswitch: its flows are not compiled yet, so security groups were not asked; everything else delivers it',
    at,
  };
}
