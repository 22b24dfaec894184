import { createFinding } from '#core/diagnostics';
import { type RouterInterface, type Subnet, interfaceAddressOf, placeOf } from '#core/model';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';

/** OST4005: an interface without address. (Two on one subnet cannot be written: they would have one name.) */
export const checkRouterInterfaces: Rule = ({ topology, subnet: subnetOf }) =>
  topology.routers.flatMap((router) =>
    router.interfaces.flatMap((item) => {
      const subnet = subnetOf(item.subnet);
      return subnet && !interfaceAddressOf(item, subnet) ? [addressless(item, subnet)] : [];
    }),
  );

function addressless(item: RouterInterface, subnet: Subnet) {
  const message = `${describeElement(item)} has no address: its subnet has no gateway to take it from, so the router is not connected to it. Write \`ip ADDRESS\` here, or give the subnet a gateway.`;
  return createFinding('OST4005', {
    message,
    place: placeOf(item, 'interface'),
    related: [{ message: 'the subnet has no gateway', place: placeOf(subnet, 'gateway') }],
    element: item.id,
  });
}
