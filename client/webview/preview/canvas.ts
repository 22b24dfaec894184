import svgPanZoom from 'svg-pan-zoom';
import { type Placement, type Size, placeWhole } from './placement.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** The drawing surface: an SVG whose content is replaced while the user's zoom and pan stay. */
export interface Canvas {
  readonly svg: SVGSVGElement;
  /** Replaces the content; `place` says where it belongs in the room there is, without it the zoom and pan stay. */
  readonly show: (markup: string, size: Size, place?: (room: Size) => Placement) => void;
  readonly zoomBy: (factor: number) => void;
  /** Shows all of the content, at most at its natural size. */
  readonly fit: () => void;
}

/** Makes an empty canvas inside `parent`. */
export function createCanvas(parent: HTMLElement): Canvas {
  const svg = document.createElementNS(SVG, 'svg');
  svg.classList.add('ostopo-diagram');
  svg.setAttribute('width', '100%');
  svg.setAttribute('height', '100%');
  svg.setAttribute('role', 'application');
  svg.setAttribute('aria-label', 'Network diagram. Arrow keys move between boxes, Enter goes to the text, plus and minus zoom, 0 fits.');
  svg.style.overflow = 'hidden';
  const content = document.createElementNS(SVG, 'g');
  content.classList.add('viewport');
  svg.append(content);
  parent.append(svg);
  const view = svgPanZoom(svg, {
    viewportSelector: '.viewport',
    fit: false,
    center: false,
    minZoom: 0.05,
    maxZoom: 12,
    dblClickZoomEnabled: false,
    zoomScaleSensitivity: 0.25,
  });
  let size: Size = { width: 1, height: 1 };
  let placed: { readonly zoom: number; readonly x: number; readonly y: number; readonly by: (room: Size) => Placement } | undefined;
  const place = (by: (room: Size) => Placement): void => {
    view.zoom(1); // `resize` takes the zoom of the moment for the unit of all later ones
    view.resize();
    const { scale, x, y } = by(svg.getBoundingClientRect());
    view.zoom(scale);
    view.pan({ x, y });
    placed = { zoom: view.getZoom(), ...view.getPan(), by };
  };
  // A picture that is where it was placed is placed again when its panel gets another size; one that the user has moved stays where it is.
  new ResizeObserver(() => {
    const { x, y } = view.getPan();
    if (placed?.zoom === view.getZoom() && placed.x === x && placed.y === y) place(placed.by);
  }).observe(parent);
  return {
    svg,
    show: (markup, newSize, by) => {
      content.innerHTML = markup;
      size = newSize;
      if (by) place(by);
    },
    zoomBy: (factor) => view.zoomBy(factor),
    fit: () => {
      place((room) => placeWhole(room, size));
    },
  };
}
