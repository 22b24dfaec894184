import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

const candidates = [process.env.CHROMIUM_EXECUTABLE, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The Chromium to drive (`CHROMIUM_EXECUTABLE`, or where Debian puts it), `undefined` where there is none. */
export function findChromium(): string | undefined {
  return candidates.find((file) => file !== undefined && existsSync(file));
}

/** Names resolve to this machine only, so that no page can reach beyond it. */
const LOOPBACK_ONLY = 'MAP *.localhost 127.0.0.1, MAP localhost 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';

const ARGS = [
  '--no-sandbox', // root has none
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--host-resolver-rules=${LOOPBACK_ONLY}`,
];

/** Opens a headless Chromium whose profile lies in the folder. Webviews are third parties to the page, so their cookies are let in. */
export async function openBrowser(folder: string): Promise<BrowserContext> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('no Chromium found: install it, or name one in CHROMIUM_EXECUTABLE');
  const profile = path.join(folder, 'chromium');
  mkdirSync(path.join(profile, 'Default'), { recursive: true });
  const preferences = { profile: { cookie_controls_mode: 0, block_third_party_cookies: false } };
  writeFileSync(path.join(profile, 'Default/Preferences'), JSON.stringify(preferences));
  return chromium.launchPersistentContext(profile, { executablePath, headless: true, args: ARGS, viewport: { width: 1280, height: 800 } });
}
