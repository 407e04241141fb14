/** Names an edge of a layout; apart from it, so that who asks for one need not load what makes it. */
export const edgeKey = (from: string, to: string): string => `${from} ${to}`
