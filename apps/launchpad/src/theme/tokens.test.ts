import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
const tokens = new Map(
  [...css.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }] as const,
  ),
)

/** Relative luminance and contrast ratio as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (lighter + 0.05) / (darker + 0.05)
}

function colour(name: string, theme: 'light' | 'dark'): string {
  const token = tokens.get(name)
  if (!token) throw new Error(`tokens.css has no ${name}`)
  return token[theme]
}

const surfaces = ['surface', 'surface-raised', 'surface-hover', 'surface-selected']
const statuses = ['success', 'failure', 'running', 'starting', 'queued', 'retry', 'cancelled', 'skipped']
const onEverySurface = ['text', 'text-muted', 'accent', ...statuses]
const inCode = ['text', 'text-muted', ...[...tokens.keys()].filter((name) => /^(syntax|ansi)-/.test(name))]

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  test.each(onEverySurface.flatMap((name) => surfaces.map((surface) => [name, surface] as const)))(
    'text in --%s reads on --%s',
    (name, surface) => {
      expect(contrast(colour(name, theme), colour(surface, theme))).toBeGreaterThanOrEqual(4.5)
    },
  )

  test.each(inCode)('code in --%s reads', (name) => {
    expect(contrast(colour(name, theme), colour('surface-code', theme))).toBeGreaterThanOrEqual(4.5)
  })

  test.each([
    ['text', 'surface-failure'],
    ['text-muted', 'surface-failure'],
    ['failure', 'surface-failure'],
    ['text', 'surface-warning'],
    ['text-muted', 'surface-warning'],
    ['retry', 'surface-warning'],
    ['accent', 'surface-failure'],
    ['text-on-accent', 'accent'],
    ['text-on-accent', 'accent-hover'],
    ['text-on-accent', 'failure'],
  ])('text in --%s reads on --%s', (name, surface) => {
    expect(contrast(colour(name, theme), colour(surface, theme))).toBeGreaterThanOrEqual(4.5)
  })

  test.each(['border-control', 'focus'].flatMap((name) => surfaces.map((surface) => [name, surface] as const)))(
    'the edge in --%s is seen on --%s',
    (name, surface) => {
      expect(contrast(colour(name, theme), colour(surface, theme))).toBeGreaterThanOrEqual(3)
    },
  )
})
