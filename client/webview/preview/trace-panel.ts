import type { TraceHop, TraceOverlay } from '#core/diagram';
import type { TracePath } from '#protocol';
import { makeElement } from './make-element.ts';
import { button } from './toolbar.ts';

/** The list of a trace's hops beside the picture, walked with buttons, keys or a click. */
export interface TracePanel {
  readonly element: HTMLElement;
  /** Shows a trace's hops with one of them brought out, or hides the panel. */
  readonly show: (trace: TracePath | undefined, overlay: TraceOverlay | undefined, hop: number | undefined) => void;
}

/** What the panel's buttons do; `undefined`: no hop in particular. */
export interface TracePanelActions {
  readonly step: (hop: number | undefined) => void;
  readonly close: () => void;
}

/** Makes the panel, hidden. */
export function createTracePanel({ step, close }: TracePanelActions): TracePanel {
  const verdict = makeElement('div', { class: 'verdict' });
  const list = makeElement('ol', { class: 'hops' });
  let count = 0;
  let current: number | undefined;
  const go = (by: 1 | -1): void => {
    if (count === 0) return;
    if (current === undefined) step(by === 1 ? 1 : count);
    else step(Math.min(count, Math.max(1, current + by)));
  };
  const buttons = makeElement(
    'div',
    { class: 'group', role: 'group', 'aria-label': 'Steps' },
    button('◂', 'Previous hop', () => go(-1)),
    button('▸', 'Next hop', () => go(1)),
    button('All', 'The whole way', () => step(undefined)),
    button('✕', 'Take the trace away', close),
  );
  const element = makeElement('aside', { class: 'trace-panel', 'aria-label': 'Trace' }, makeElement('header', {}, verdict, buttons), list);
  element.hidden = true;
  return {
    element,
    show: (trace, overlay, hop) => {
      element.hidden = !trace || !overlay;
      if (!trace || !overlay) return;
      count = overlay.hops.length;
      current = hop;
      verdict.textContent = trace.reason ? `${trace.verdict}: ${trace.reason.message}` : trace.verdict;
      verdict.dataset.verdict = trace.verdict;
      list.replaceChildren(...overlay.hops.map((each) => hopItem(each, each.number === hop, step)));
      list.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
    },
  };
}

function hopItem(hop: TraceHop, isCurrent: boolean, step: TracePanelActions['step']): HTMLElement {
  const where = hop.host === undefined || hop.host === hop.title ? hop.title : `${hop.host} · ${hop.title}`;
  // A hop that is not looked at says only how it ended.
  const told = isCurrent ? hop.steps : hop.steps.slice(-1);
  const lines = told.map(({ summary }) => makeElement('div', { class: 'summary' }, summary));
  const flows = isCurrent ? hop.steps.flatMap(({ flow }) => (flow === undefined ? [] : [makeElement('code', {}, flow)])) : [];
  const packet = hop.steps.at(-1)?.packet;
  const row = makeElement(
    'button',
    { type: 'button', class: 'hop-row' },
    makeElement('span', { class: `number ${hop.leg}` }, String(hop.number)),
    makeElement(
      'span',
      { class: 'what' },
      makeElement('div', { class: 'where' }, where),
      ...lines,
      ...flows,
      ...(isCurrent && packet !== undefined ? [makeElement('div', { class: 'packet' }, packet)] : []),
    ),
  );
  if (isCurrent) row.setAttribute('aria-current', 'step');
  row.addEventListener('click', () => step(isCurrent ? undefined : hop.number));
  return makeElement('li', { class: hop.leg }, row);
}
