/** How far the pointer may stray between press and release and still mean a click, in CSS pixels. */
const STRAY = 4;

/** Calls `act` with the box that was clicked; moving the picture is not a click. */
export function watchClicks(svg: SVGSVGElement, act: (box: SVGElement) => void): void {
  let pressed = { x: 0, y: 0 };
  svg.addEventListener(
    'pointerdown',
    ({ clientX, clientY }) => {
      pressed = { x: clientX, y: clientY };
    },
    { capture: true },
  );
  svg.addEventListener('click', ({ clientX, clientY, target }) => {
    if (Math.hypot(clientX - pressed.x, clientY - pressed.y) > STRAY || !(target instanceof Element)) return;
    const box = target.closest<SVGElement>('g.node[data-element]');
    if (box) act(box);
  });
}
