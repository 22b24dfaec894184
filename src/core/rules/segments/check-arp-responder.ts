import { createFinding } from '#core/diagnostics';
import { placeOf } from '#core/model';
import type { Rule } from '../rule.ts';

/** OST3031: the agent answers ARP with what l2-population tells it, and with nothing else (neutron-dataplane 1.6). */
export const checkArpResponder: Rule = ({ topology: { fabric } }) => {
  if (!fabric.arpResponder || fabric.l2Population) return [];
  const message =
    '`arp-responder on` has no effect while `l2-population` is off: the agent answers ARP with what l2-population tells it, so questions are still flooded through every tunnel. Write `l2-population on`, or remove `arp-responder`.';
  return [createFinding('OST3031', { message, place: placeOf(fabric, 'arp-responder'), element: fabric.id })];
};
