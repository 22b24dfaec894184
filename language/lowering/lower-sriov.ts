import { type ElementId, elementId, sortedBy } from '#core/base';
import type { SriovMapping } from '#core/model';
import * as ast from '../generated/ast.ts';
import type { Declaration, DeclaredNames } from './declare-names.ts';
import type { Lowering } from './lowering.ts';
import { referenceWord, resolveGlobalReference } from './read-reference.ts';
import { readSettings } from './read-settings.ts';
import { oneWord } from './read-words.ts';
import { WORD } from './read-value.ts';
import type { Recovered } from './recovered.ts';

/** The SR-IOV cards of a host, by physical network; a second block for the same one is reported and left out. */
export function lowerSriov(lowering: Lowering, host: Declaration<ast.Host>, names: DeclaredNames): SriovMapping[] {
  const byId = new Map<ElementId, { readonly element: SriovMapping; readonly node: ast.Sriov }>();
  for (const node of host.node.properties.filter(ast.isSriov)) {
    const element = lowerMapping(lowering, node, host, names);
    if (!element) continue;
    const first = byId.get(element.id);
    if (first) {
      lowering.report(
        'OST1005',
        element.places.name,
        `this host already has \`sriov ${element.name}\`: write its devices there, parted by commas; this one is left out`,
        {
          related: [{ message: 'first written here', place: first.element.places.name }],
          element: element.id,
          data: { name: element.name },
        },
      );
      continue;
    }
    byId.set(element.id, { element, node });
    lowering.register(element.id, node);
  }
  return sortedBy(
    [...byId.values()].map(({ element }) => element),
    (element) => element.name,
  );
}

function lowerMapping(
  lowering: Lowering,
  node: Recovered<ast.Sriov> & ast.Sriov,
  { id: hostId, name: hostName, turns }: Declaration<ast.Host>,
  names: DeclaredNames,
): SriovMapping | undefined {
  const written = referenceWord(lowering, node.physical);
  const word = written && oneWord(lowering, [written], 'sriov', turns);
  if (!word) return undefined;
  const id = elementId('sriov', hostName, word.text);
  const physical = resolveGlobalReference(lowering, names.physicalNetworks, 'physical network', [node.physical], {
    turns,
    element: hostId,
  });
  const settings = readSettings(lowering, node.settings, { block: 'sriov', element: id, turns });
  return {
    id,
    name: word.text,
    physicalNetwork: physical === undefined ? undefined : word.text,
    devices: settings.list('device', WORD),
    places: {
      whole: lowering.places.ofNode(node),
      name: word.place,
      properties: { ...settings.places, physical: word.place },
    },
  };
}
