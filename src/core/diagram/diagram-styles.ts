import { TEXT_STYLES } from './text-style.ts';
import { type Theme, type ThemeColours, themeColours } from './theme.ts';

/** How many colours there are for networks; further networks use them again. */
export const NETWORK_COLOURS = 8;

/** The style sheet of a picture. Every rule begins with `.ostopo-diagram`, so that it may stand beside a page's own. */
export function diagramStyles(theme: Theme): string {
  const colours = themeColours(theme);
  return [...textRules(colours), ...boxRules(colours), ...lineRules(colours), ...networkRules(colours), ...overlayRules(colours)]
    .map((rule) => `.ostopo-diagram ${rule}`)
    .join('\n');
}

function textRules({ ink, soft, page }: ThemeColours): string[] {
  const sizes = Object.entries(TEXT_STYLES).map(
    ([name, { sizePx, bold }]) => `.t-${name} { font-size: ${sizePx}px; font-weight: ${bold ? 700 : 400}; }`,
  );
  return [
    `text { font-family: 'DejaVu Sans', Verdana, sans-serif; fill: ${ink}; }`,
    ...sizes,
    `.soft { fill: ${soft}; }`,
    `.page { fill: ${page}; }`,
    `.chip-text { fill: ${page}; }`,
  ];
}

function boxRules(c: ThemeColours): string[] {
  const box = (kind: string, fill: string, line: string, more = ''): string =>
    `.k-${kind} > .box { fill: ${fill}; stroke: ${line}; stroke-width: 1.2; ${more}}`;
  return [
    box('host', c.hostFill, c.hostLine),
    box('tenant', c.hostFill, c.hostLine),
    box('vm', c.cardFill, c.cardLine),
    box('router', c.bridgeFill, c.bridgeLine),
    box('dhcp', c.spaceFill, c.spaceLine, 'stroke-dasharray: 4 3; '),
    box('network', c.cardFill, c.cardLine),
    box('bridge', c.bridgeFill, c.bridgeLine),
    box('linux-bridge', c.plugFill, c.plugLine),
    box('trunk-bridge', c.bridgeFill, c.bridgeLine),
    box('port', c.cardFill, c.cardLine),
    box('nic', c.cardFill, c.cardLine),
    box('namespace', c.spaceFill, c.spaceLine, 'stroke-dasharray: 5 3; '),
    box('device', c.cardFill, c.cardLine),
    box('underlay', c.trunkFill, c.trunkLine),
    box('physical-network', c.trunkFill, c.trunkLine),
    box('remote-host', c.hostFill, c.hostLine),
    `.legend > .box { fill: ${c.page}; stroke: ${c.hostLine}; stroke-width: 1; }`,
    `.label-ground { fill: ${c.trunkFill}; }`,
    `.tenant-ground { fill: ${c.hostFill}; }`,
  ];
}

function lineRules(c: ThemeColours): string[] {
  return [
    'path { fill: none; }',
    `.wire { stroke: ${c.wire}; stroke-width: 1.8; }`,
    '.l-internal > .wire { stroke-dasharray: 2 3; }',
    '.l-patch > .wire { stroke-width: 2.4; }',
    `.l-patch > .core { stroke: ${c.hostFill}; stroke-width: 0.9; }`,
    `.l-tunnel > .pipe { stroke: ${c.tunnelFill}; stroke-width: 7; }`,
    '.l-tunnel > .wire { stroke-width: 1.4; stroke-dasharray: 7 4; }',
    '.l-uplink > .wire { stroke-width: 3; }',
  ];
}

function networkRules({ networks }: ThemeColours): string[] {
  return networks
    .slice(0, NETWORK_COLOURS)
    .flatMap((colour, i) => [
      `.f${i} { fill: ${colour}; }`,
      `.s${i} { stroke: ${colour}; }`,
      `.k-network > .e${i} { stroke: ${colour}; stroke-width: 2.2; }`,
    ]);
}

function overlayRules(c: ThemeColours): string[] {
  return [
    `.m-error { fill: ${c.error}; }`,
    `.m-warning { fill: ${c.warning}; }`,
    `.m-information, .m-hint { fill: ${c.information}; }`,
    `.mark text { fill: ${c.onMark}; }`,
    `.hop-line { stroke: ${c.trace}; stroke-width: 8; stroke-linecap: round; opacity: 0.75; }`,
    '.hop-line.wide { stroke-width: 13; }',
    `.hop-box { fill: none; stroke: ${c.trace}; stroke-width: 3; }`,
    `.hop-number { fill: ${c.ink}; stroke: ${c.page}; stroke-width: 1.2; }`,
    `.hop-number-text { fill: ${c.page}; }`,
    `.hop.reply .hop-number { fill: ${c.page}; stroke: ${c.ink}; }`,
    `.hop.reply .hop-number-text { fill: ${c.ink}; }`,
    '.hop.quiet { opacity: 0.4; }',
    `.selected > .box { stroke: ${c.selection}; stroke-width: 3; }`,
  ];
}
