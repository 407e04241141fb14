/** What happened, line by line, for a person to read; costs nothing where nobody listens. */
export interface Story {
  /** `text` is only called where somebody listens. */
  tell(who: string, text: () => string): void
}

export const SILENT: Story = { tell: () => undefined }

export const storyTeller = (now: () => number, startAt: number, print: (line: string) => void): Story => ({
  tell(who, text) {
    const ms = (now() - startAt).toFixed(1).padStart(9)
    print(`${ms}  ${who.padEnd(16)} ${text()}`)
  },
})
