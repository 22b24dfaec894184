import type { ElementId } from '#core/base';
import type { Origin } from '#core/openflow';

/** Makes `origin`s of one stage: `const from = stageOf('br-tun/flood', 'br_tun.py install_flood_to_tun')`. */
export function stageOf(stage: string, neutron: string): (element: ElementId) => Origin {
  return (element) => ({ stage, element, neutron });
}
