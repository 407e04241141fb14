import { describe, expect, test } from 'vitest'
import { pawlProgram } from '../packages/cli/src/program.ts'
import { commandLines } from './test/command-lines.ts'
import { listPages, readPage } from './test/pages.ts'
import { allRows, unquoted } from './test/tables.ts'

type Command = ReturnType<typeof pawlProgram>

const page = readPage('docs/cli.md')
const program = pawlProgram(() => undefined)

/** Every command that does something, with the words that call it. */
function listCommands(command: Command, path: readonly string[]): readonly (readonly [string, Command])[] {
  const inner = command.commands.filter((one) => one.name() !== 'help')
  if (inner.length > 0) return inner.flatMap((one) => listCommands(one, [...path, one.name()]))
  const args = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? '...' : ''}`
    return argument.required ? `<${name}>` : `[${name}]`
  })
  return [[[...path, ...args].join(' '), command]]
}

const commands = new Map(listCommands(program, ['pawl']))

const COMMON = new Set(
  allRows(page.text, 'option')
    .slice(0, 4)
    .map(([flags = '']) => unquoted(flags)),
)

/** The page's sections about commands, by what their headings call. */
const sections = new Map(
  page.text
    .split(/^## /m)
    .slice(1)
    .filter((section) => section.startsWith('`pawl '))
    .map((section) => [unquoted(section.split('\n')[0] ?? ''), section]),
)

const optionsIn = (section: string): readonly string[] =>
  section.includes('| option') ? allRows(section, 'option').map(([flags = '']) => unquoted(flags)) : []

test('the page has a section for every command, and no other', () => {
  expect([...sections.keys()].sort()).toEqual([...commands.keys()].sort())
})

test('the options of every command are there: its own in its section, the common ones at the top', () => {
  for (const [call, command] of commands) {
    const flags = command.options.map((option) => option.flags).filter((one) => !COMMON.has(one))
    expect({ call, options: [...optionsIn(sections.get(call) ?? '')].sort() }).toEqual({ call, options: flags.sort() })
  }
})

/** What is wrong with a line that calls `pawl`, or undefined. */
function problemOf(words: readonly string[]): string | undefined {
  let command = program
  let rest = words
  while (command.commands.length > 0) {
    const inner = command.commands.find((one) => one.name() === rest[0])
    if (inner === undefined) return rest[0] === '--help' ? undefined : `There is no command "${rest.join(' ')}".`
    command = inner
    rest = rest.slice(1)
  }
  const known = ['--help', '-', ...command.options.flatMap(({ short, long }) => [short, long])]
  const unknown = rest.filter((word) => word.startsWith('-') && !known.includes(word))
  return unknown.length === 0 ? undefined : `"${command.name()}" has no option ${unknown.join(', ')}.`
}

describe('command lines in the documentation call what exists', () => {
  test.each(listPages().flatMap(commandLines))('$page:$line pawl $words', ({ words }) => {
    expect(problemOf(words)).toBeUndefined()
  })
})
