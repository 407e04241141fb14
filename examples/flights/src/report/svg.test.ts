import fc from 'fast-check'
import { expect, test } from 'vitest'
import { element, svgDocument } from './svg.ts'

test('text and attributes cannot end the element they stand in', () => {
  const text = `</text><script>alert("1")</script> & 'more'`
  expect(element('text', { id: '"><b a=\'' }, text).markup).toBe(
    '<text id="&quot;&gt;&lt;b a=&#39;">&lt;/text&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39;</text>',
  )
})

test('whatever the text, nothing in it is markup and nothing in it is forbidden in XML', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (text, attribute) => {
      const { markup } = element('text', { id: attribute }, text)
      expect(markup.match(/[<>]/g)).toEqual(['<', '>', '<', '>'])
      expect(markup.match(/"/g)).toHaveLength(2)
      expect(markup.isWellFormed()).toBe(true)
      expect([...markup].every((character) => character >= ' ' || character === '\t' || character === '\n')).toBe(true)
    }),
  )
})

test('what XML forbids is left out', () => {
  expect(element('text', {}, 'a\u0000b\u001Bc\uFFFEd\uFFFFe\tf').markup).toBe('<text>abcde\tf</text>')
})

test('numbers keep one digit after the point', () => {
  expect(element('circle', { r: 1.23456, cx: -0.04, cy: 3 }).markup).toBe('<circle r="1.2" cx="0" cy="3"/>')
})

test('a document has its size, its title and a ground', () => {
  const svg = svgDocument({ width: 10, height: 20, title: 'A & B' }, element('g', {}))
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 10 20" width="10" height="20"/)
  expect(svg).toContain('<title>A &amp; B</title><rect width="10" height="20"')
  expect(svg).toMatch(/<g\/><\/svg>$/)
})
