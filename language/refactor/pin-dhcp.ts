import { GrammarUtils } from 'langium';
import { type ElementId, groupBy, indexBy } from '#core/base';
import { printAddress, printMac } from '#core/net';
import type { Deployment } from '#core/plan';
import type { AstNode } from 'langium';
import * as ast from '../generated/ast.ts';
import type { OstopoModel } from '../parse-ostopo.ts';
import { type Pin, ofportOf, pinnedProperties } from './pin.ts';
import { type TextReplacement, replaceCst } from './text-replacement.ts';

/** What to write of DHCP services: properties of a block, and values that say more than before. */
export interface DhcpPins {
  readonly node: AstNode;
  readonly properties: readonly string[];
  readonly changes: readonly TextReplacement[];
}

/** A DHCP service has no block until it is written: `dhcp 10.0.1.2 { mac …  id … }`. One port serves a network; its first subnet has its pins. */
export function pinDhcp(model: OstopoModel, deployment: Deployment): DhcpPins[] {
  return [...groupBy(model.topology.subnets, ({ id }) => model.astOf(id))].flatMap(([node, subnets]): DhcpPins[] => {
    if (!node || !ast.isSubnet(node)) return [];
    const pins = listPins(deployment, node, subnets);
    const [value] = pinnedProperties(
      model,
      pins.filter(({ key }) => key === 'dhcp'),
    );
    const inner = pinnedProperties(
      model,
      pins.filter(({ key }) => key !== 'dhcp'),
    );
    const dhcp = node.properties.find(ast.isDhcp);
    if (dhcp) {
      const leaf = value === undefined ? undefined : GrammarUtils.findNodeForProperty(dhcp.$cstNode, 'value');
      return [
        {
          node: dhcp,
          properties: inner,
          changes: leaf && value !== undefined ? [replaceCst(dhcp, leaf, value.slice('dhcp '.length))] : [],
        },
      ];
    }
    if (value === undefined && inner.length === 0) return [];
    const block = inner.length > 0 ? ` { ${inner.join('  ')} }` : '';
    return [{ node, properties: [`${value ?? 'dhcp on'}${block}`], changes: [] }];
  });
}

function listPins(deployment: Deployment, node: AstNode, subnets: OstopoModel['topology']['subnets']): Pin[] {
  const ports = indexBy(
    deployment.ports.filter(({ owner }) => owner === 'network:dhcp'),
    ({ network }) => network,
  );
  return subnets.flatMap(({ id, network, dhcp }): Pin[] => {
    const port = dhcp.enabled ? ports.get(network) : undefined;
    const address = port?.addresses.find((given) => given.subnet === id)?.address;
    if (!port || !address) return [];
    const pin = (element: ElementId, key: string, text: string | undefined, dealt: boolean): Pin[] =>
      text === undefined ? [] : [{ node, element, key, text, dealt }];
    const written = dhcp.places.properties;
    return [
      ...(dhcp.address ? [] : pin(id, 'dhcp', printAddress(address), false)),
      ...(port.id !== dhcp.id || written.mac ? [] : pin(id, 'mac', printMac(port.mac), true)),
      ...(port.id !== dhcp.id || written.id ? [] : pin(id, 'id', port.uuid, true)),
      ...(port.id !== dhcp.id || written.ofport ? [] : pin(id, 'ofport', ofportOf(deployment, port.id), true)),
    ];
  });
}
