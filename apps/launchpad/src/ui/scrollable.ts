/**
 * For a frame that scrolls and holds nothing to focus: without a place in the tab order the keyboard could not scroll it.
 * Spread it on an element that has a label.
 */
export const SCROLLS_BY_KEYBOARD = { tabIndex: 0 } as const
