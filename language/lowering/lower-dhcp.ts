import type { AstNode } from 'langium';
import { elementId } from '#core/base';
import type { Dhcp } from '#core/model';
import type { IpAddress } from '#core/net';
import type * as ast from '../generated/ast.ts';
import type { Turns } from '../names/name-pattern.ts';
import type { Lowering } from './lowering.ts';
import { readPins } from './read-pins.ts';
import { readSettings } from './read-settings.ts';
import { readWord, wordOf } from './read-words.ts';
import { ADDRESS, type ValueKind } from './read-value.ts';
import type { Recovered } from './recovered.ts';

interface DhcpOwner {
  readonly tenant: string;
  readonly subnet: string;
  /** The subnet's node: where the service stands that is not written. */
  readonly node: AstNode;
  readonly turns: Turns;
}

type Service = Pick<Dhcp, 'enabled' | 'address'>;

const SWITCH_OR_ADDRESS: ValueKind<Service> = {
  wanted: '`on`, `off` or the address of the service such as 10.0.1.2',
  choices: ['on', 'off'],
  read: (text) => {
    const address: IpAddress | undefined = ADDRESS.read(text);
    return address
      ? { enabled: true, address }
      : text === 'on' || text === 'off'
        ? { enabled: text === 'on', address: undefined }
        : undefined;
  },
};

/** The DHCP service of a subnet: on, at a derived address, unless the text says otherwise (Neutron's `enable_dhcp`). */
export function lowerDhcp(
  lowering: Lowering,
  node: Recovered<ast.Dhcp> | undefined,
  { tenant, subnet, node: subnetNode, turns }: DhcpOwner,
): Dhcp {
  const id = elementId('dhcp', tenant, subnet);
  lowering.register(id, node ?? subnetNode);
  const common = { id, name: subnet };
  if (!node) {
    const name = lowering.places.ofProperty(subnetNode, 'name');
    return {
      ...common,
      enabled: true,
      address: undefined,
      uuid: undefined,
      mac: undefined,
      ofport: undefined,
      places: { whole: name, name, properties: {} },
    };
  }
  const settings = readSettings(lowering, node.settings, { block: 'dhcp', element: id, turns });
  const word = wordOf(lowering, node, 'value', node.value, turns);
  const service = word && readWord(lowering, word, '`dhcp` of a subnet', SWITCH_OR_ADDRESS, id);
  const value = lowering.places.ofProperty(node, 'value');
  return {
    ...common,
    ...(service ?? { enabled: true, address: undefined }),
    ...readPins(settings),
    places: {
      whole: lowering.places.ofNode(node),
      name: lowering.places.ofKeyword(node),
      properties: { ...settings.places, dhcp: value, ...(service?.address ? { ip: value } : {}) },
    },
  };
}
