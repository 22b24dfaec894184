import type { ElementId } from '#core/base';
import {
  type DiagramView,
  type PlacedGraph,
  type TraceOverlay,
  type WiringGraph,
  overlayTrace,
  placeGraph,
  renderPicture,
} from '#core/diagram';
import type { MessageToPage, TracePath } from '#protocol';
import { moveFocus, prepareFocus, readDirection } from './box-focus.ts';
import { type Canvas, createCanvas } from './canvas.ts';
import type { HostLink } from './host-link.ts';
import { createLayoutWorker } from './layout-worker.ts';
import { makeElement } from './make-element.ts';
import { createNotice } from './notice.ts';
import { placeReadable, placeWhole } from './placement.ts';
import { createPullLoop } from './pull-loop.ts';
import { createToolbar } from './toolbar.ts';
import { createTracePanel } from './trace-panel.ts';
import { watchClicks } from './watch-clicks.ts';

/** Builds the page inside `body` and talks with the host until the page goes. */
export function startPreview(body: HTMLElement, host: HostLink, elkWorker: string): void {
  let view: DiagramView = { kind: 'wiring' };
  let picture: PlacedGraph | undefined;
  let trace: TracePath | undefined;
  let overlay: TraceOverlay | undefined;
  let hop: number | undefined;
  let selected: ElementId | null = null;

  const kernel = createLayoutWorker(elkWorker);
  const pulls = createPullLoop((pull) => host.send({ kind: 'pull', pull, view }));
  const notice = createNotice();
  const surface = makeElement('div', { class: 'canvas' });
  const canvas = createCanvas(surface);
  const toolbar = createToolbar({ choose, zoomBy: canvas.zoomBy, fit: canvas.fit });
  const panel = createTracePanel({
    step: (number) => {
      hop = number;
      redraw();
    },
    close: () => {
      trace = undefined;
      layTrace();
      redraw();
    },
  });
  surface.append(notice.empty);
  body.append(toolbar.element, notice.bar, makeElement('main', {}, surface, panel.element));
  toolbar.show(view, []);

  watchClicks(canvas.svg, revealBox);
  canvas.svg.addEventListener('keydown', (event) => {
    if (handleKey(canvas, event.key, revealBox)) event.preventDefault();
  });
  host.listen(receive);
  host.send({ kind: 'ready' });

  function receive(message: MessageToPage): void {
    switch (message.kind) {
      case 'changed':
        pulls.changed();
        break;
      case 'picture':
        if (pulls.isAwaited(message.pull)) void answer(message).finally(pulls.done);
        break;
      case 'select':
        selected = message.element;
        markSelected();
        break;
      case 'trace':
        trace = message.trace ?? undefined;
        hop = undefined;
        layTrace();
        redraw();
        break;
      case 'show':
        choose(message.view);
        break;
    }
  }

  async function answer({ pull, answer: reply }: Extract<MessageToPage, { kind: 'picture' }>): Promise<void> {
    try {
      if (reply.kind === 'refused') showNothing(reply.message);
      else if (reply.graph.nodes.length === 0) showNothing(emptyReason(reply.graph));
      else await draw(reply.graph);
      host.send({ kind: 'drawn', pull, nodes: reply.kind === 'refused' ? 0 : reply.graph.nodes.length });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      showNothing(`It could not be drawn: ${message}`);
      host.send({ kind: 'failed', message });
    }
  }

  async function draw(graph: WiringGraph): Promise<void> {
    const isNewView = picture === undefined || viewName(picture.graph.view) !== viewName(graph.view);
    picture = await placeGraph(graph, kernel);
    notice.clear();
    surface.classList.remove('stale');
    toolbar.show(graph.view, graph.hosts);
    layTrace();
    redraw(isNewView ? placeReadable : undefined);
  }

  function showNothing(message: string): void {
    notice.showNothing(message, picture !== undefined);
    surface.classList.toggle('stale', picture !== undefined);
  }

  function layTrace(): void {
    overlay = trace && picture ? overlayTrace(picture.graph, trace) : undefined;
  }

  function redraw(place?: typeof placeReadable): void {
    const wasOpen = !panel.element.hidden;
    panel.show(trace, overlay, hop);
    if (!picture) return;
    const [shown, cursor] = [picture, selected];
    const isNarrowed = wasOpen === panel.element.hidden; // the panel came or went: the picture has another width
    const focused = document.activeElement?.closest<SVGGElement>('g.node')?.dataset.id;
    const by = isNarrowed ? placeWhole : place;
    canvas.show(renderPicture(shown, { trace: overlay, hop }), shown, by && ((room) => by(room, shown, cursor)));
    prepareFocus(canvas.svg, focused);
    markSelected();
  }

  function markSelected(): void {
    for (const box of canvas.svg.querySelectorAll<SVGElement>('[data-element]'))
      box.classList.toggle('selected', selected !== null && box.dataset.element === selected);
  }

  function choose(chosen: DiagramView): void {
    view = chosen;
    toolbar.show(view, picture?.graph.hosts ?? []);
    pulls.changed();
  }

  function revealBox(box: SVGElement): void {
    const graph = picture?.graph;
    const { id, element } = box.dataset;
    const place = (graph?.nodes.find((node) => node.id === id) ?? graph?.networks.find((key) => `key/${key.id}` === id))?.place ?? null;
    // `data-element` was written from an ElementId.
    if (element !== undefined) host.send({ kind: 'reveal', element: element as ElementId, place });
  }
}

function handleKey(canvas: Canvas, key: string, reveal: (box: SVGElement) => void): boolean {
  const direction = readDirection(key);
  if (direction) moveFocus(canvas.svg, direction);
  else if (key === '+' || key === '=') canvas.zoomBy(1.3);
  else if (key === '-') canvas.zoomBy(1 / 1.3);
  else if (key === '0') canvas.fit();
  else if (key === 'Enter' || key === ' ') {
    const box = document.activeElement?.closest<SVGElement>('g.node[data-element]');
    if (box) reveal(box);
  } else return false;
  return true;
}

function viewName(view: DiagramView): string {
  return view.kind === 'host' ? view.host : view.kind;
}

function emptyReason({ view, hosts }: WiringGraph): string {
  if (view.kind === 'logical') return 'The model has no network yet: write a tenant with a network in it.';
  return view.kind === 'host' && hosts.length > 0
    ? 'The model has no such host any more: choose another above.'
    : 'The model has no host yet: write host NAME { roles compute }.';
}
