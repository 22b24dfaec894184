import type { ElementId } from '#core/base';
import type { DiagramView } from '#core/diagram';
import { makeElement } from './make-element.ts';

/** The row above the picture: which view, and zoom. */
export interface Toolbar {
  readonly element: HTMLElement;
  /** Shows which view is drawn and which hosts there are to choose from. */
  readonly show: (view: DiagramView, hosts: readonly { readonly id: ElementId; readonly name: string }[]) => void;
}

/** What the toolbar's buttons do. */
export interface ToolbarActions {
  readonly choose: (view: DiagramView) => void;
  readonly zoomBy: (factor: number) => void;
  readonly fit: () => void;
}

/** Makes the toolbar. */
export function createToolbar({ choose, zoomBy, fit }: ToolbarActions): Toolbar {
  const logical = viewButton('Logical', 'Tenants, networks, routers and VMs', () => choose({ kind: 'logical' }));
  const wiring = viewButton('Wiring', 'Every host with its bridges, ports and tunnels', () => choose({ kind: 'wiring' }));
  const hosts = makeElement('select', { 'aria-label': 'One host in detail', title: 'One host in detail' });
  let ids: readonly ElementId[] = [];
  hosts.addEventListener('change', () => {
    const host = ids[hosts.selectedIndex - 1];
    if (host !== undefined) choose({ kind: 'host', host });
  });
  const zoom = makeElement(
    'div',
    { class: 'group right', role: 'group', 'aria-label': 'Zoom' },
    button('−', 'Zoom out', () => zoomBy(1 / 1.3)),
    button('+', 'Zoom in', () => zoomBy(1.3)),
    button('Fit', 'Show all of the picture', fit),
  );
  return {
    element: makeElement(
      'div',
      { class: 'toolbar', role: 'toolbar', 'aria-label': 'Picture' },
      makeElement('div', { class: 'group', role: 'group', 'aria-label': 'View' }, logical, wiring, hosts),
      zoom,
    ),
    show: (view, all) => {
      ids = all.map(({ id }) => id);
      logical.setAttribute('aria-pressed', String(view.kind === 'logical'));
      wiring.setAttribute('aria-pressed', String(view.kind === 'wiring'));
      hosts.replaceChildren(makeElement('option', {}, 'Host…'), ...all.map(({ name }) => makeElement('option', {}, name)));
      hosts.selectedIndex = view.kind === 'host' ? ids.indexOf(view.host) + 1 : 0;
      hosts.classList.toggle('pressed', view.kind === 'host');
      hosts.hidden = all.length === 0;
    },
  };
}

function viewButton(text: string, title: string, act: () => void): HTMLButtonElement {
  const made = button(text, title, act);
  made.setAttribute('aria-pressed', 'false');
  return made;
}

/** A button with a tooltip. */
export function button(text: string, title: string, act: () => void): HTMLButtonElement {
  const made = makeElement('button', { type: 'button', title, 'aria-label': title }, text);
  made.addEventListener('click', act);
  return made;
}
