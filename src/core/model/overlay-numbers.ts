import type { OverlayType } from './fabric.ts';

/** The highest number that tells networks apart in a tunnel, from 1 on: VNIs of VXLAN and Geneve have 24 bits, GRE's keys 32; Neutron never gives 0. */
export const HIGHEST_VNI = { vxlan: 16777215, geneve: 16777215, gre: 4294967295 } as const satisfies Record<OverlayType, number>;

/** What that number is called. */
export function vniName(type: OverlayType): string {
  return type === 'gre' ? 'GRE key' : 'VNI';
}

/** The UDP ports that tunnels go to unless the fabric names another (RFC 7348, RFC 8926). */
export const USUAL_TUNNEL_PORTS = { vxlan: 4789, geneve: 6081 } as const;

/** Whether TCP and UDP have such a port. */
export function isPortNumber(port: number): boolean {
  return port >= 1 && port <= 65535;
}
