import svgPanZoom from 'svg-pan-zoom';

const SVG = 'http://www.w3.org/2000/svg';

/** The drawing surface: an SVG whose content is replaced while the user's zoom and pan stay. */
export interface Canvas {
  readonly svg: SVGSVGElement;
  /** Replaces the content; `fit` shows the whole of it, at most at its natural size. */
  readonly show: (markup: string, size: { readonly width: number; readonly height: number }, fit: boolean) => void;
  readonly zoomBy: (factor: number) => void;
  readonly fit: () => void;
}

/** Space kept free around a picture that is fitted, in CSS pixels. */
const EDGE = 8;

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
  let size = { width: 1, height: 1 };
  let fitted: { readonly zoom: number; readonly x: number; readonly y: number } | undefined;
  const fit = (): void => {
    view.zoom(1); // `resize` takes the zoom of the moment for the unit of all later ones
    view.resize();
    const { width, height } = svg.getBoundingClientRect();
    const scale = Math.min(1, (width - 2 * EDGE) / size.width, (height - 2 * EDGE) / size.height);
    const usable = Math.max(scale, 0.05);
    view.zoom(usable);
    view.pan({ x: Math.max(EDGE, (width - size.width * usable) / 2), y: EDGE });
    fitted = { zoom: view.getZoom(), ...view.getPan() };
  };
  // A picture that is shown whole stays so when its panel gets another size; one that the user has moved stays where it is.
  new ResizeObserver(() => {
    const { x, y } = view.getPan();
    if (fitted?.zoom === view.getZoom() && fitted.x === x && fitted.y === y) fit();
  }).observe(parent);
  return {
    svg,
    show: (markup, newSize, isNew) => {
      content.innerHTML = markup;
      size = newSize;
      if (isNew) fit();
    },
    zoomBy: (factor) => view.zoomBy(factor),
    fit,
  };
}
