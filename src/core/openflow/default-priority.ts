/** OFP_DEFAULT_PRIORITY: meant where a flow's text names none, and left out when printing. */
export const DEFAULT_PRIORITY = 0x8000;
