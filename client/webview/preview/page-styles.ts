import { DARK_NETWORKS, diagramStyles } from '#core/diagram';

/** The page's style sheet: the diagram's own with VS Code's colours, and the page around it. */
export function pageStyles(): string {
  const dark = DARK_NETWORKS.map((colour, i) => `--ostopo-network-${i}: ${colour};`).join(' ');
  return `${diagramStyles('vscode')}
body.vscode-dark, body.vscode-high-contrast:not(.vscode-high-contrast-light) { ${dark} }
${PAGE}`;
}

const PAGE = `
html, body { height: 100%; margin: 0; padding: 0; overflow: hidden; }
body { display: flex; flex-direction: column; color: var(--vscode-foreground); background: var(--vscode-editor-background); font: var(--vscode-font-size, 13px) var(--vscode-font-family, sans-serif); }
[hidden] { display: none !important; }
.toolbar { display: flex; flex-wrap: wrap; gap: 8px; padding: 6px 10px; border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, #8884)); }
.group { display: flex; gap: 4px; align-items: center; }
.right { margin-left: auto; }
button, select { font: inherit; color: var(--vscode-button-secondaryForeground, var(--vscode-foreground)); background: var(--vscode-button-secondaryBackground, transparent); border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent)); border-radius: 3px; padding: 3px 9px; cursor: pointer; }
select { color: var(--vscode-dropdown-foreground, var(--vscode-foreground)); background: var(--vscode-dropdown-background, transparent); border-color: var(--vscode-dropdown-border, var(--vscode-contrastBorder, #8886)); max-width: 14em; }
button:hover { background: var(--vscode-button-secondaryHoverBackground, var(--vscode-list-hoverBackground)); }
button[aria-pressed='true'], select.pressed { color: var(--vscode-button-foreground); background: var(--vscode-button-background); }
:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
.bar { padding: 5px 12px; color: var(--vscode-inputValidation-warningForeground, var(--vscode-foreground)); background: var(--vscode-inputValidation-warningBackground, transparent); border-bottom: 1px solid var(--vscode-inputValidation-warningBorder, var(--vscode-contrastBorder, #8886)); }
main { position: relative; display: flex; flex: 1; min-height: 0; }
.canvas { position: relative; flex: 1; min-width: 0; }
.canvas > svg { display: block; position: absolute; inset: 0; cursor: grab; }
.canvas > svg:active { cursor: grabbing; }
.stale > svg { opacity: 0.55; }
.ostopo-diagram g.node[data-element] { cursor: pointer; }
.ostopo-diagram g.node:focus { outline: none; }
.ostopo-diagram g.node:focus-visible > .box { stroke: var(--vscode-focusBorder, #0b6bcb); stroke-width: 3; }
.ostopo-diagram g.node:hover > .box { stroke: var(--vscode-focusBorder, #0b6bcb); }
.empty { position: absolute; inset: 0; display: flex; flex-direction: column; align-items: center; justify-content: center; padding: 20px; text-align: center; color: var(--vscode-descriptionForeground, var(--vscode-foreground)); }
.empty h1 { font-size: 1.2em; font-weight: 600; margin: 0 0 6px; color: var(--vscode-foreground); }
.empty p { margin: 0; max-width: 46em; }
.trace-panel { display: flex; flex-direction: column; width: min(340px, 45%); border-left: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, #8884)); background: var(--vscode-sideBar-background, var(--vscode-editor-background)); }
.trace-panel header { display: flex; flex-direction: column; gap: 6px; padding: 8px 10px; border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, #8884)); }
.verdict { font-weight: 600; }
.verdict[data-verdict='delivered'] { color: var(--vscode-testing-iconPassed, var(--vscode-foreground)); }
.verdict:not([data-verdict='delivered']) { color: var(--vscode-errorForeground); }
.hops { flex: 1; overflow: auto; list-style: none; margin: 0; padding: 4px 0; }
.hop-row { display: flex; gap: 8px; width: 100%; text-align: left; padding: 4px 10px; border-radius: 0; border-color: transparent; background: transparent; color: inherit; }
.hop-row:hover { background: var(--vscode-list-hoverBackground); }
.hop-row[aria-current] { color: var(--vscode-list-activeSelectionForeground, inherit); background: var(--vscode-list-activeSelectionBackground, transparent); outline: 1px solid var(--vscode-contrastActiveBorder, transparent); outline-offset: -1px; }
.number { flex: none; width: 20px; height: 20px; border-radius: 10px; font-size: 11px; line-height: 20px; text-align: center; color: var(--vscode-editor-background); background: var(--vscode-editor-foreground); }
.number.reply { color: var(--vscode-editor-foreground); background: var(--vscode-editor-background); box-shadow: inset 0 0 0 1.5px var(--vscode-editor-foreground); }
.what { flex: 1; min-width: 0; overflow-wrap: anywhere; }
.where { font-weight: 600; }
.summary { opacity: 0.9; }
@media (max-width: 720px) {
  main { flex-direction: column; }
  .trace-panel { width: auto; height: 45%; border-left: none; border-top: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, #8884)); }
  .trace-panel header { flex-direction: row; align-items: center; justify-content: space-between; }
}
.what code, .packet { display: block; margin-top: 3px; font-family: var(--vscode-editor-font-family, monospace); font-size: 0.9em; }
`;
