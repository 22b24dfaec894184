/** How a picture is coloured: for light or dark paper, or by the variables VS Code gives its pages. */
export type Theme = 'light' | 'dark' | 'vscode';

/** The colours of a theme, each a CSS colour. */
export interface ThemeColours {
  readonly page: string;
  readonly ink: string;
  readonly soft: string;
  readonly hostFill: string;
  readonly hostLine: string;
  readonly cardFill: string;
  readonly cardLine: string;
  readonly bridgeFill: string;
  readonly bridgeLine: string;
  readonly plugFill: string;
  readonly plugLine: string;
  readonly spaceFill: string;
  readonly spaceLine: string;
  readonly trunkFill: string;
  readonly trunkLine: string;
  readonly wire: string;
  readonly tunnelFill: string;
  readonly error: string;
  readonly warning: string;
  readonly information: string;
  readonly onMark: string;
  readonly trace: string;
  readonly selection: string;
  /** One per network, used in turn; told apart with any colour vision (after Okabe and Ito, darkened or lightened for contrast). */
  readonly networks: readonly string[];
}

const LIGHT: ThemeColours = {
  page: '#ffffff',
  ink: '#1b2530',
  soft: '#55626f',
  hostFill: '#f6f8fa',
  hostLine: '#b9c4cf',
  cardFill: '#ffffff',
  cardLine: '#93a1af',
  bridgeFill: '#e6edf5',
  bridgeLine: '#7d93aa',
  plugFill: '#f1ede4',
  plugLine: '#a89c80',
  spaceFill: '#fbfaf5',
  spaceLine: '#8d99a6',
  trunkFill: '#eceff2',
  trunkLine: '#b9c4cf',
  wire: '#55626f',
  tunnelFill: '#c9d3de',
  error: '#c62828',
  warning: '#9a5b00',
  information: '#1565c0',
  onMark: '#ffffff',
  trace: '#f5b800',
  selection: '#0b6bcb',
  networks: ['#0072b2', '#c8500a', '#00805d', '#a8467f', '#8f6500', '#2f86b5', '#4a4a4a', '#6f6a00'],
};

const DARK: ThemeColours = {
  page: '#1b1f24',
  ink: '#e8edf2',
  soft: '#a9b4bf',
  hostFill: '#22272e',
  hostLine: '#454f5a',
  cardFill: '#2b323a',
  cardLine: '#64707c',
  bridgeFill: '#2a3644',
  bridgeLine: '#5f7d9c',
  plugFill: '#36332b',
  plugLine: '#857a60',
  spaceFill: '#272c30',
  spaceLine: '#78848f',
  trunkFill: '#262c33',
  trunkLine: '#454f5a',
  wire: '#a9b4bf',
  tunnelFill: '#465361',
  error: '#ff7b72',
  warning: '#f0b849',
  information: '#6cb6ff',
  onMark: '#16191d',
  trace: '#f5b800',
  selection: '#4daafc',
  networks: ['#56b4e9', '#ff9d5c', '#3fcf9f', '#e79ac8', '#edc04b', '#a3d8f4', '#c4c4c4', '#d5cf5a'],
};

/** The colours of a theme; those of VS Code are variables with the light theme's colours behind them. */
export function themeColours(theme: Theme): ThemeColours {
  switch (theme) {
    case 'light':
      return LIGHT;
    case 'dark':
      return DARK;
    case 'vscode':
      return VSCODE;
  }
}

/** Tints that work on any background are mixed from the two colours every VS Code theme has. */
const mix = (percent: number, colour = 'var(--vscode-editor-foreground)'): string =>
  `color-mix(in srgb, ${colour} ${percent}%, var(--vscode-editor-background))`;

const VSCODE: ThemeColours = {
  page: 'var(--vscode-editor-background)',
  ink: 'var(--vscode-editor-foreground)',
  soft: 'var(--vscode-descriptionForeground, var(--vscode-editor-foreground))',
  hostFill: mix(3),
  hostLine: `var(--vscode-contrastBorder, ${mix(28)})`,
  cardFill: 'var(--vscode-editor-background)',
  cardLine: `var(--vscode-contrastBorder, ${mix(45)})`,
  bridgeFill: mix(14, 'var(--vscode-charts-blue, #0072b2)'),
  bridgeLine: `var(--vscode-contrastBorder, ${mix(55, 'var(--vscode-charts-blue, #0072b2)')})`,
  plugFill: mix(14, 'var(--vscode-charts-yellow, #a89c80)'),
  plugLine: `var(--vscode-contrastBorder, ${mix(55, 'var(--vscode-charts-yellow, #a89c80)')})`,
  spaceFill: mix(6),
  spaceLine: `var(--vscode-contrastBorder, ${mix(50)})`,
  trunkFill: mix(8),
  trunkLine: `var(--vscode-contrastBorder, ${mix(28)})`,
  wire: mix(65),
  tunnelFill: mix(25),
  error: 'var(--vscode-editorError-foreground, #c62828)',
  warning: 'var(--vscode-editorWarning-foreground, #9a5b00)',
  information: 'var(--vscode-editorInfo-foreground, #1565c0)',
  onMark: 'var(--vscode-editor-background)',
  trace: '#f5b800',
  selection: 'var(--vscode-focusBorder, #0b6bcb)',
  networks: LIGHT.networks.map((colour, i) => `var(--ostopo-network-${i}, ${colour})`),
};

/** The networks' colours for dark pages, for a page that knows what it lies on. */
export const DARK_NETWORKS: readonly string[] = DARK.networks;
