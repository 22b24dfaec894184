import { GrammarUtils } from 'langium';
import { type RouterInterface, interfaceAddressOf } from '#core/model';
import { gatewayOf } from '#core/model';
import { prefixContains, printAddress, sameAddress } from '#core/net';
import * as ast from '../generated/ast.ts';
import type { OstopoModel } from '../parse-ostopo.ts';
import { insertAfter } from './edit-block.ts';
import type { Half, Halves } from './split-subnet.ts';
import { type TextReplacement, replaceCst } from './text-replacement.ts';

/** Every router on a subnet that is split gets a leg in both halves: the one it has stays with its address, the other half gets a new one. */
export function splitInterfaces(model: OstopoModel, halves: Halves): TextReplacement[] {
  return model.topology.routers.flatMap(({ interfaces }) =>
    interfaces.filter((item) => item.subnet === halves.subnet.id).flatMap((item) => splitInterface(model, halves, item)),
  );
}

function splitInterface(model: OstopoModel, { subnet, lower, upper }: Halves, item: RouterInterface): TextReplacement[] {
  const node = model.astOf(item.id);
  const name = node && ast.isRouterInterface(node) ? GrammarUtils.findNodeForProperty(node.$cstNode, 'subnet') : undefined;
  const address = interfaceAddressOf(item, subnet);
  if (!node || !name || !address) return [];
  const qualifier = name.text.slice(0, name.text.lastIndexOf('.') + 1);
  const gateway = gatewayOf(subnet);
  const isGateway = gateway !== undefined && sameAddress(address, gateway);
  const added = (half: Half): TextReplacement[] => insertAfter(node, printInterface(`${qualifier}${half.name}`, half, isGateway));
  if (prefixContains(lower.prefix, address)) return added(upper);
  return [replaceCst(node, name, `${qualifier}${upper.name}`), ...added(lower)];
}

/** The router that was the gateway is that of the other half too; another one gets a free address. */
function printInterface(name: string, half: Half, isGateway: boolean): string {
  const address = isGateway ? undefined : half.nextFree();
  return address ? `interface ${name} { ip ${printAddress(address)} }` : `interface ${name}`;
}
