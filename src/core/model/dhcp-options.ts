import type { DhcpOption } from './tenant.ts';

/** Whether an option is the client identifier (RFC 2132 section 9.14), whichever of its names it has. */
export function isClientId({ option }: Pick<DhcpOption, 'option'>): boolean {
  return option === 'client-id' || option === '61';
}
