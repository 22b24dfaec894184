import type { ElementId, SourcePlace } from '#core/base';
import type { Severity } from '#core/diagnostics';

/** What is to be drawn: the whiteboard's networks, every host's wiring, or one host in full detail. */
export type DiagramView = { readonly kind: 'logical' } | { readonly kind: 'wiring' } | { readonly kind: 'host'; readonly host: ElementId };

/** What a box stands for. */
export type NodeKind =
  | 'tenant'
  | 'network'
  | 'router'
  | 'dhcp'
  | 'vm'
  | 'host'
  | 'bridge'
  | 'linux-bridge'
  | 'trunk-bridge'
  | 'port'
  | 'namespace'
  | 'device'
  | 'nic'
  | 'underlay'
  | 'physical-network'
  | 'remote-host';

/** Which edge of its bridge (or host) a port sits on. */
export type PortSide = 'top' | 'bottom';

/** A finding as the picture shows it: a pill with its code, its message as the tooltip. */
export interface Mark {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
}

/** One box. Plain JSON, so that it travels to the preview page as it is. */
export interface WiringNode {
  /** A path that stays the same while the model element does: `compute-0/br-int/qvo95d96a75-a0`. */
  readonly id: string;
  readonly kind: NodeKind;
  /** The box it lies in. */
  readonly parent: string | undefined;
  /** First line of the label. */
  readonly title: string;
  /** Further lines: the first in normal size, the others small. */
  readonly details: readonly string[];
  /** Shown when the pointer rests on it; lines parted by `\n`. */
  readonly tooltip: string;
  readonly side: PortSide | undefined;
  /** Name of its host. */
  readonly host: string | undefined;
  /** The devices of its host that it stands for, by which a trace finds it. */
  readonly devices: readonly string[];
  readonly element: ElementId | undefined;
  readonly place: SourcePlace | undefined;
  readonly marks: readonly Mark[];
  /** The networks it serves, in colour. */
  readonly networks: readonly ElementId[];
}

/**
 * What a line stands for: `plug` a guest's card or a veth pair, `internal` a port of the switch moved into a namespace, `patch` two patch ports,
 * `tunnel` an overlay tunnel, `uplink` a network card's wire, `member` (logical view) a port on a network.
 */
export type LinkKind = 'plug' | 'internal' | 'patch' | 'tunnel' | 'uplink' | 'member';

/** One line between two boxes. */
export interface WiringLink {
  readonly id: string;
  readonly kind: LinkKind;
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly tooltip: string;
  readonly element: ElementId | undefined;
  /** The networks it carries, in colour. */
  readonly networks: readonly ElementId[];
}

/** A network's line in the legend. */
export interface NetworkKey {
  readonly id: ElementId;
  readonly name: string;
  /** Its colour: an index into the palette, from 0. */
  readonly colour: number;
  /** The number its frames carry outside the host: `vni 22`, `vlan 100`. */
  readonly segment: string;
  readonly details: string;
  readonly place: SourcePlace | undefined;
  readonly marks: readonly Mark[];
}

/** A picture before it is laid out: boxes, lines and what they stand for. Every list is in a fixed order. */
export interface WiringGraph {
  readonly view: DiagramView;
  readonly title: string;
  readonly nodes: readonly WiringNode[];
  readonly links: readonly WiringLink[];
  readonly networks: readonly NetworkKey[];
  /** Every host of the model, for choosing a view. */
  readonly hosts: readonly { readonly id: ElementId; readonly name: string }[];
}
