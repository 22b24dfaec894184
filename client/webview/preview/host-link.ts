import type { MessageFromPage, MessageToPage } from '#protocol';

/** What the page keeps over a reload; the host reads `document` to know what the page showed. */
export interface PageState {
  readonly document: string;
}

/** The page's end of the conversation with its host. */
export interface HostLink {
  readonly send: (message: MessageFromPage) => void;
  readonly listen: (receive: (message: MessageToPage) => void) => void;
  readonly keep: (state: PageState) => void;
}

/** The object VS Code gives a webview once; a stand-in elsewhere. */
interface HostApi {
  postMessage(message: unknown): void;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): HostApi;

/** Opens the conversation; to be called once in the life of a page. */
export function connectHost(): HostLink {
  const api = acquireVsCodeApi();
  return {
    send: (message) => api.postMessage(message),
    listen: (receive) => {
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (isMessage(event.data)) receive(event.data);
      });
    },
    keep: (state) => api.setState(state),
  };
}

/** Everything with a `kind` comes from the host: other windows cannot post to a webview, and extensions of the browser do not use the word. */
function isMessage(data: unknown): data is MessageToPage {
  return typeof data === 'object' && data !== null && 'kind' in data && typeof data.kind === 'string';
}
