import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SelectionClause, SelectionError } from './op-selection-syntax.ts'
import { parseOpSelection } from './parse-op-selection.ts'

function clausesOf(text: string): readonly SelectionClause[] {
  const parsed = parseOpSelection(text)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
  return parsed.clauses
}

function errorsOf(text: string): readonly SelectionError[] {
  const parsed = parseOpSelection(text)
  if (parsed.ok) throw new Error(`"${text}" was accepted`)
  return parsed.errors
}

/** A clause in one line: `1 a[k] all`. */
function shown({ target, upstream, downstream }: SelectionClause): string {
  const what = {
    everything: () => 'everything',
    name: () => (target.kind === 'name' ? target.name + (target.mappingKey === null ? '' : `[${target.mappingKey}]`) : ''),
    tag: () => (target.kind === 'tag' ? `tag ${target.key}${target.value === null ? '' : ` = ${target.value}`}` : ''),
  }[target.kind]()
  return `${upstream} ${what} ${downstream}`
}

describe('every form of a clause', () => {
  test.each([
    ['a', '0 a 0'],
    ['*a', 'all a 0'],
    ['a*', '0 a all'],
    ['*a*', 'all a all'],
    ['+a', '1 a 0'],
    ['a++', '0 a 2'],
    ['++a+', '2 a 1'],
    ['*a+', 'all a 1'],
    ['graph.a', '0 graph.a 0'],
    ['outer.inner.a*', '0 outer.inner.a all'],
    ['a[key]', '0 a[key] 0'],
    ['+graph.a[LAX]*', '1 graph.a[LAX] all'],
    ['a[?]', '0 a[?] 0'],
    ['*', '0 everything 0'],
    ['tag:team', '0 tag team 0'],
    ['tag:team=ops', '0 tag team = ops 0'],
    ['*tag:team=ops++', 'all tag team = ops 2'],
    ['tag:pawl/max_retries=3', '0 tag pawl/max_retries = 3 0'],
    ['tag:team*', '0 tag team all'],
    ['tag:lang="c++"', '0 tag lang = c++ 0'],
    ['tag:lang="c++"+', '0 tag lang = c++ 1'],
    ['tag:note="a, \\"b\\"=c"', '0 tag note = a, "b"=c 0'],
    ['tag:"odd, key"=1', '0 tag odd, key = 1 0'],
    ['tag:empty=""', '0 tag empty =  0'],
    ['tag:owner=data team *', '0 tag owner = data team all'],
    ['tag', '0 tag 0'],
  ])('%s', (text, expected) => {
    expect(clausesOf(text).map(shown)).toEqual([expected])
  })
})

test('a comma makes a union, and spaces do not matter', () => {
  expect(clausesOf(' a ,\n\t* b.c ,  + + d[ k ] * , tag : team = ops ').map(shown)).toEqual([
    '0 a 0',
    'all b.c 0',
    '2 d[k] all',
    '0 tag team = ops 0',
  ])
})

test('whatever a clause is made of, it is read back from its text, with its spans', () => {
  const name = fc.stringMatching(/^[A-Za-z0-9_]{1,8}$/)
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'))
  const reach = fc.oneof(fc.constant('all' as const), fc.nat(4))
  const space = fc.constantFrom('', ' ', '\t', '  ')
  const clause = fc.record({ path, key: fc.option(name), upstream: reach, downstream: reach, space })
  const operator = (value: 'all' | number): string => (value === 'all' ? '*' : '+'.repeat(value))
  fc.assert(
    fc.property(fc.array(clause, { minLength: 1, maxLength: 5 }), (wanted) => {
      const text = wanted
        .map((one) => {
          const key = one.key === null ? '' : `[${one.key}]`
          return one.space + operator(one.upstream) + one.space + one.path + key + one.space + operator(one.downstream)
        })
        .join(`,`)
      const clauses = clausesOf(text)
      expect(clauses).toHaveLength(wanted.length)
      for (const [index, { target, upstream, downstream }] of clauses.entries()) {
        const one = wanted[index]
        if (target.kind !== 'name') throw new Error(target.kind)
        expect([target.name, target.mappingKey, upstream, downstream]).toEqual([
          one?.path,
          one?.key,
          one?.upstream,
          one?.downstream,
        ])
        expect(text.slice(target.span.position, target.span.position + target.span.length)).toBe(target.name)
      }
    }),
  )
})

describe('errors point at what is wrong', () => {
  test.each([
    ['', 'EMPTY_SELECTION', ''],
    ['   ', 'EMPTY_SELECTION', '   '],
    ['a,,b', 'EMPTY_CLAUSE', ''],
    ['a,', 'EMPTY_CLAUSE', ''],
    ['fetch-flights', 'INVALID_NAME', 'fetch-flights'],
    ['a..b', 'INVALID_NAME', 'a..b'],
    ['a.', 'INVALID_NAME', 'a.'],
    ['++', 'MISSING_NAME', ''],
    ['**a', 'UNEXPECTED_TEXT', '*'],
    ['*+a', 'UNEXPECTED_TEXT', '+'],
    ['[a]', 'UNEXPECTED_TEXT', '['],
    ['a**', 'UNEXPECTED_TEXT', '*'],
    ['a b', 'UNEXPECTED_TEXT', 'b'],
    ['a:b', 'UNEXPECTED_TEXT', ':b'],
    ['a[k', 'INVALID_MAPPING_KEY', '[k'],
    ['a[]', 'INVALID_MAPPING_KEY', '[]'],
    ['a[k.l]', 'INVALID_MAPPING_KEY', '[k.l]'],
    ['tag:', 'INVALID_TAG', 'tag:'],
    ['tag:=x', 'INVALID_TAG', 'tag:'],
    ['tag:k=', 'INVALID_TAG', 'tag:k='],
    ['tag:k="x', 'UNTERMINATED_QUOTE', '"x'],
    ['tag:k=a"b"', 'UNEXPECTED_TEXT', '"b"'],
  ])('%j: %s at %j', (text, code, culprit) => {
    const [error, ...more] = errorsOf(text)
    expect(more).toEqual([])
    expect(error?.code).toBe(code)
    expect(text.slice(error?.position, (error?.position ?? 0) + (error?.length ?? 0))).toBe(culprit)
  })

  test('an empty clause is pointed at where it would stand', () => {
    expect(errorsOf('a, ,b').map((error) => error.position)).toEqual([3])
  })

  test('every clause tells its own error, all at once and in order', () => {
    const errors = errorsOf('a b, good, c-d, x[, *y')
    expect(errors.map(({ code, position }) => [code, position])).toEqual([
      ['UNEXPECTED_TEXT', 2],
      ['INVALID_NAME', 11],
      ['INVALID_MAPPING_KEY', 17],
    ])
  })

  test('a missing comma is named as such', () => {
    expect(errorsOf('a b')[0]?.message).toBe('Put a comma before "b" to select it too.')
  })
})

test('any text is answered, with spans inside it, and never thrown at', () => {
  const hostile = fc.oneof(fc.string(), fc.stringMatching(/^[a*+.,[\]"=: \\tg]{0,30}$/))
  fc.assert(
    fc.property(hostile, (text) => {
      const parsed = parseOpSelection(text)
      expect(parsed.ok ? parsed.clauses : parsed.errors).not.toEqual([])
      for (const { position, length } of parsed.ok ? [] : parsed.errors) {
        expect(position).toBeGreaterThanOrEqual(0)
        expect(position + length).toBeLessThanOrEqual(text.length)
      }
    }),
  )
})

test('a very long clause is read in linear time', () => {
  const long = 200_000
  expect(clausesOf(`tag:k=v${' '.repeat(long)}${'+'.repeat(long)}`)).toMatchObject([{ downstream: long }])
  expect(errorsOf(`${'+ '.repeat(long)}`)).toMatchObject([{ code: 'MISSING_NAME' }])
})
