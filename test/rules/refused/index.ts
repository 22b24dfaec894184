import type { FindingCode } from '#core/diagnostics';
import { FLOATING_ADDRESSES } from './floating-addresses.ts';
import { MTU } from './mtu.ts';
import { PORT_SERVICES } from './port-services.ts';
import { PORTS } from './ports.ts';
import { type RefusedModels, side } from './refused-models.ts';
import { ROUTERS } from './routers.ts';
import { SECURITY_GROUPS } from './security-groups.ts';
import { SEGMENTS } from './segments.ts';
import { SUBNETS } from './subnets.ts';

/** The proofs of all rows, by what Neutron refuses: the first cell of the row. */
export const REFUSED_MODELS: RefusedModels = {
  ...SEGMENTS,
  ...MTU,
  ...SUBNETS,
  ...PORTS,
  ...PORT_SERVICES,
  ...ROUTERS,
  ...FLOATING_ADDRESSES,
  ...SECURITY_GROUPS,
};

/** The wrong sides of all models that draw a code. */
export function wrongModels(code: FindingCode): readonly string[] {
  return Object.values(REFUSED_MODELS).flatMap((proof) => (proof[code] ?? []).map((model) => side(model, 'wrong')));
}
