import { styleText } from 'node:util'

export type Style = 'bold' | 'dim' | 'green' | 'yellow' | 'red' | 'cyan'
/** Colours a text, or leaves it as it is where there are no colours. */
export type Paint = (style: Style, text: string) => string

/** Colours for a stream: none where it is no terminal, or where NO_COLOR asks for none. */
export const paintFor =
  (stream: NodeJS.WritableStream): Paint =>
  (style, text) =>
    styleText(style, text, { stream })
