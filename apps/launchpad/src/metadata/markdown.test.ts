import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Markdown } from './markdown.tsx'

const html = (text: string): string =>
  renderToStaticMarkup(createElement(Markdown, { text }))
    .replace(/^<div class="[^"]*">|^<div>/, '')
    .replace(/<\/div>$/, '')

test.each([
  ['# One\n\ntwo **three** `four`', '<h3>One</h3><p>two <strong>three</strong> <code>four</code></p>'],
  ['- a\n- b', '<ul><li>a</li><li>b</li></ul>'],
  ['3. a', '<ol start="3"><li>a</li></ol>'],
  ['a < b & "c"', '<p>a &lt; b &amp; &quot;c&quot;</p>'],
  ['[x](https://example.com/)', '<p><a href="https://example.com/" target="_blank" rel="noopener noreferrer">x</a></p>'],
])('%j becomes %s', (text, expected) => {
  expect(html(text)).toBe(expected)
})

test.each([
  '<script>alert(1)</script>',
  'a <img src=x onerror=alert(1)> b',
  '[x](javascript:alert(1))',
  '![x](javascript:alert(1))',
  '<a href="javascript:alert(1)">x</a>',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '`<b>`<svg/onload=alert(1)>',
])('nothing in %j becomes an element of its own or a script', (text) => {
  const tags = [...html(text).matchAll(/<(\w+)([^>]*)>/g)]
  for (const [, name, attributes] of tags) {
    expect(['p', 'code', 'pre', 'a']).toContain(name)
    expect(attributes).not.toMatch(/javascript|data:|on\w+=/)
  }
})
