/** The direction of an arrow key. */
export type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

const STEPS: Readonly<Record<Direction, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Reads a key's name. */
export function readDirection(key: string): Direction | undefined {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight':
    case 'ArrowUp':
    case 'ArrowDown':
      return key;
    default:
      return undefined;
  }
}

/** Makes boxes reachable with the keyboard: one stop for Tab, arrows from box to box (`moveFocus`). `keepId` is focused again when its box is still there. */
export function prepareFocus(svg: SVGSVGElement, keepId: string | undefined): void {
  const boxes = boxesOf(svg);
  for (const box of boxes) {
    box.setAttribute('tabindex', '-1');
    box.setAttribute('role', 'button');
    box.setAttribute('aria-label', [...box.querySelectorAll(':scope > title, :scope > text')].map((part) => part.textContent).join(', '));
  }
  const kept = keepId === undefined ? undefined : boxes.find((box) => box.dataset.id === keepId);
  (kept ?? boxes[0])?.setAttribute('tabindex', '0');
  kept?.focus({ preventScroll: true });
}

/** Focuses the nearest box in a direction; without any, the focus stays. */
export function moveFocus(svg: SVGSVGElement, direction: Direction): void {
  const boxes = boxesOf(svg);
  const current = boxes.find((box) => box === document.activeElement) ?? boxes.find((box) => box.tabIndex === 0);
  if (!current) return;
  const [dx, dy] = STEPS[direction];
  const from = centre(current);
  let best: { box: SVGGElement; cost: number } | undefined;
  for (const box of boxes) {
    const to = centre(box);
    const ahead = (to.x - from.x) * dx + (to.y - from.y) * dy;
    const aside = Math.abs((to.x - from.x) * dy) + Math.abs((to.y - from.y) * dx);
    const cost = ahead + 2.5 * aside;
    if (box !== current && ahead > 1 && (!best || cost < best.cost)) best = { box, cost };
  }
  if (!best) return;
  current.setAttribute('tabindex', '-1');
  best.box.setAttribute('tabindex', '0');
  best.box.focus({ preventScroll: true });
}

function boxesOf(svg: SVGSVGElement): SVGGElement[] {
  return [...svg.querySelectorAll<SVGGElement>('g.node[data-element]')];
}

function centre(box: SVGGElement): { x: number; y: number } {
  const { left, top, width, height } = (box.querySelector('.box') ?? box).getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}
