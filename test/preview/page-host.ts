import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { type Page, chromium } from 'playwright-core';
import type { MessageFromPage, MessageToPage } from '#protocol';

/** Debian's Chromium; another one by CHROMIUM. */
const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Why the page cannot be tried here, or `undefined` when it can. */
export const cannotRun = existsSync(EXECUTABLE) ? undefined : `no Chromium at ${EXECUTABLE} (CHROMIUM names another)`;

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** The host's half of the conversation, played by a test. */
export interface FakeHost {
  readonly page: Page;
  /** Everything the page has said, oldest first. */
  readonly said: readonly MessageFromPage[];
  readonly tell: (message: MessageToPage) => Promise<void>;
  /** The next message of a kind that was not yet handed out. */
  readonly hear: <Kind extends MessageFromPage['kind']>(kind: Kind) => Promise<Extract<MessageFromPage, { kind: Kind }>>;
  /** What the browser complained about, Content-Security-Policy included. */
  readonly complaints: readonly string[];
}

/** A browser with the bundled page; each `open` gives a fresh page. */
export interface PageHost {
  readonly open: () => Promise<FakeHost>;
  readonly close: () => Promise<void>;
}

/** Bundles the page as the extension does, serves it on the loopback address, and starts a browser. */
export async function startPageHost(): Promise<PageHost> {
  const files = new Map([
    ['/preview.js', await bundle('client/webview/preview/main.ts')],
    ['/elk-worker.js', await bundle('elkjs/lib/elk-worker.min.js')],
  ]);
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const script = files.get(path);
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript');
    response.end(script ?? PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a TCP port
  const browser = await chromium.launch({ executablePath: EXECUTABLE, args: FLAGS });
  return {
    open: async () => openPage(await browser.newPage({ viewport: { width: 1280, height: 860 } }), `http://127.0.0.1:${port}/`),
    close: async () => {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'browser',
    target: 'es2023',
    mainFields: ['browser', 'module', 'main'],
    format: 'iife',
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

/** As strict as the extension's page: one script by nonce, workers from `blob:` only, and no inline style at all. */
const PAGE = `<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8"><meta http-equiv="Content-Security-Policy"
content="default-src 'none'; script-src 'nonce-n1'; style-src 'self'; connect-src 'self'; worker-src blob:"></head>
<body class="vscode-light" data-document="file:///lab.ostopo" data-elk-worker="/elk-worker.js"><script nonce="n1" src="/preview.js"></script></body></html>`;

/** Light Modern's colours, as VS Code sets them. */
const COLOURS = {
  '--vscode-editor-background': '#ffffff',
  '--vscode-editor-foreground': '#3b3b3b',
  '--vscode-foreground': '#3b3b3b',
  '--vscode-focusBorder': '#005fb8',
  '--vscode-descriptionForeground': '#616161',
  '--vscode-button-background': '#005fb8',
  '--vscode-button-foreground': '#ffffff',
  '--vscode-button-secondaryBackground': '#e5e5e5',
  '--vscode-button-secondaryForeground': '#3b3b3b',
};

async function openPage(page: Page, address: string): Promise<FakeHost> {
  const said: MessageFromPage[] = [];
  const complaints: string[] = [];
  const handedOut = new Set<MessageFromPage>();
  let wake: (() => void)[] = [];
  page.on('console', (line) => {
    if (line.type() === 'error') complaints.push(line.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.exposeFunction('tellHost', (message: MessageFromPage) => {
    said.push(message);
    for (const each of wake) each();
    wake = [];
  });
  await page.addInitScript(() => {
    const scope = globalThis as unknown as { tellHost: (message: unknown) => void; acquireVsCodeApi: unknown };
    scope.acquireVsCodeApi = () => ({
      postMessage: (message: unknown) => {
        scope.tellHost(message);
      },
      setState: () => undefined,
    });
  });
  await page.goto(address);
  await page.evaluate((colours) => {
    for (const [name, colour] of Object.entries(colours)) document.documentElement.style.setProperty(name, colour);
  }, COLOURS);
  const hear: FakeHost['hear'] = async (kind) => {
    for (;;) {
      const message = said.find(
        (each): each is Extract<MessageFromPage, { kind: typeof kind }> => each.kind === kind && !handedOut.has(each),
      );
      if (message) {
        handedOut.add(message);
        return message;
      }
      await new Promise<void>((resolve) => {
        wake.push(resolve);
      });
    }
  };
  return {
    page,
    said,
    complaints,
    hear,
    tell: (message) =>
      page.evaluate((data) => {
        window.postMessage(data, '*');
      }, message),
  };
}
