import { Problem } from '../infrastructure/problems.ts';
import { type Services, registerCommand } from '../infrastructure/services.ts';

const REASON =
  'Scripts for Linux hosts cannot be written from VS Code in the browser. Open the folder in desktop VS Code, or run “ostopo compile”.';

/** Says why “Generate OVS Scripts” does nothing in a browser, where its command is contributed but cannot work. */
export function registerGenerateScriptsUnavailable(services: Services): void {
  registerCommand(services, 'ostopo.generateScripts', 'generating the scripts', () => Promise.reject(new Problem(REASON)));
}
