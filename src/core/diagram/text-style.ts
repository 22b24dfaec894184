import { BOLD_WIDTHS, BOOK_WIDTHS, OTHER_WIDTH } from './font-metrics.ts';

/** The roles text plays in a picture. */
export type TextStyle = 'heading' | 'title' | 'label' | 'small' | 'tiny';

/** Size in CSS pixels and weight of each role; the style sheet and the measuring agree through this table. */
export const TEXT_STYLES: Readonly<Record<TextStyle, { readonly sizePx: number; readonly bold: boolean }>> = {
  heading: { sizePx: 14, bold: true },
  title: { sizePx: 12, bold: true },
  label: { sizePx: 11, bold: false },
  small: { sizePx: 10, bold: false },
  tiny: { sizePx: 9, bold: false },
};

const FIRST_CHARACTER = 0x20;

/** The width of a text in CSS pixels, rounded up. */
export function measureText(text: string, style: TextStyle): number {
  const { sizePx, bold } = TEXT_STYLES[style];
  const widths = bold ? BOLD_WIDTHS : BOOK_WIDTHS;
  let thousandths = 0;
  for (const character of text) thousandths += widths[(character.codePointAt(0) ?? 0) - FIRST_CHARACTER] ?? OTHER_WIDTH;
  return Math.ceil((thousandths * sizePx) / 1000);
}

/** The height of a line in CSS pixels. */
export function lineHeight(style: TextStyle): number {
  return Math.ceil(TEXT_STYLES[style].sizePx * 1.4);
}
