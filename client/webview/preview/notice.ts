import { makeElement } from './make-element.ts';

/** What is said in words: a bar above a picture that is no longer true, or the whole page where there is none. */
export interface Notice {
  readonly bar: HTMLElement;
  readonly empty: HTMLElement;
  /** There is nothing to draw: `message` says why; an earlier picture stays, under a bar that says so. */
  readonly showNothing: (message: string, hasPicture: boolean) => void;
  readonly clear: () => void;
}

/** Makes both, saying that the model is being read. */
export function createNotice(): Notice {
  const bar = makeElement('div', { class: 'bar', role: 'status' });
  const empty = makeElement('div', { class: 'empty', role: 'status' }, makeElement('p', {}, 'Reading the model…'));
  bar.hidden = true;
  return {
    bar,
    empty,
    showNothing: (message, hasPicture) => {
      bar.hidden = !hasPicture;
      empty.hidden = hasPicture;
      if (hasPicture) bar.textContent = `The last good picture. ${message}`;
      else empty.replaceChildren(makeElement('h1', {}, 'Nothing to draw yet'), makeElement('p', {}, message));
    },
    clear: () => {
      bar.hidden = true;
      empty.hidden = true;
    },
  };
}
