import type { ElementId } from '#core/base';
import type { Box, PlacedGraph } from '#core/diagram';

/** A width and a height in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** How large a picture is drawn, and where in its panel its upper left corner is. */
export interface Placement {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** Space kept free around a picture, in CSS pixels. */
const EDGE = 8;

/** The least scale at which the smallest letters can be read. */
const READABLE = 0.8;

/** Places all of a picture in the room there is, at most at its natural size. */
export function placeWhole(room: Size, picture: Size): Placement {
  const scale = Math.max(0.05, Math.min(1, fitting('width', room, picture), fitting('height', room, picture)));
  return { scale, x: Math.max(EDGE, (room.width - picture.width * scale) / 2), y: EDGE };
}

/**
 * Places a picture that is new: all of it, unless its letters would be too small to read; then as much as fits the width, with what the cursor in the
 * text is in (`selected`) in the middle, else from the first host with a VM on.
 */
export function placeReadable(room: Size, picture: PlacedGraph, selected: ElementId | null): Placement {
  const whole = placeWhole(room, picture);
  if (whole.scale >= READABLE) return whole;
  const scale = Math.min(1, Math.max(READABLE, fitting('width', room, picture)));
  const box = picture.nodes.find(({ node }) => node.element === selected)?.box;
  const wanted = box ? fromMiddle(room, box, scale) : fromCorner(firstGuestHost(picture), scale);
  return { scale, x: within(wanted.x, room.width, picture.width * scale), y: within(wanted.y, room.height, picture.height * scale) };
}

function fitting(side: 'width' | 'height', room: Size, picture: Size): number {
  return (room[side] - 2 * EDGE) / picture[side];
}

function fromMiddle({ width, height }: Size, box: Box, scale: number): { readonly x: number; readonly y: number } {
  return { x: width / 2 - (box.x + box.width / 2) * scale, y: height / 2 - (box.y + box.height / 2) * scale };
}

function fromCorner(box: Box | undefined, scale: number): { readonly x: number; readonly y: number } {
  return { x: EDGE - (box?.x ?? 0) * scale, y: EDGE };
}

/** The box of the leftmost VM's host, or of the VM where the picture has no hosts. */
function firstGuestHost({ nodes }: PlacedGraph): Box | undefined {
  const guests = nodes.filter(({ node }) => node.kind === 'vm');
  const first = guests.reduce<(typeof guests)[number] | undefined>(
    (best, guest) => (best && best.box.x <= guest.box.x ? best : guest),
    undefined,
  );
  return (nodes.find(({ node }) => node.kind === 'host' && node.id === first?.node.parent) ?? first)?.box;
}

/** Where a picture begins along one axis: where wanted, but with no more room at its ends than need be. */
function within(wanted: number, room: number, length: number): number {
  return length + 2 * EDGE <= room ? EDGE : Math.min(EDGE, Math.max(room - length - EDGE, wanted));
}
