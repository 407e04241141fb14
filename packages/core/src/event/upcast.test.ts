import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { describeEvent, searchableText } from './describe-event.ts'
import { eventLevel } from './event-level.ts'
import { EVENT_VERSIONS, type EventVersions, eventVersion, type RawEvent, RUN_EVENT_TYPES, upcastEvent } from './upcast.ts'

interface GoldenEntry {
  readonly event: RawEvent
  readonly level: string
  readonly sentence: string
}

// One file of each release, never edited after it: logs that Pawl wrote then and must still read.
const folder = new URL('../../test/golden/', import.meta.url)
const names = readdirSync(folder).filter((name) => name.startsWith('events-'))
const goldenLogs = names.map((name): [string, readonly GoldenEntry[]] => [
  name,
  JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as GoldenEntry[],
])

test.each(goldenLogs)('the events of %s are read as they were meant', (_name, entries) => {
  for (const { event, level, sentence } of entries) {
    const read = upcastEvent(event)
    expect([describeEvent(read), eventLevel(read)]).toEqual([sentence, level])
    expect(searchableText(read)).toContain(sentence.toLowerCase())
  }
})

test('the golden logs hold every event type in its current version', () => {
  const seen = new Set(goldenLogs.flatMap(([, entries]) => entries.map(({ event }) => `${event.type} ${event.v}`)))
  for (const type of RUN_EVENT_TYPES) expect(seen).toContain(`${type} ${eventVersion(type)}`)
})

test('a current event is itself', () => {
  const raw: RawEvent = { type: 'RUN_CANCELED', v: 1, at: 5, payload: { message: 'x' } }
  expect(upcastEvent(raw)).toBe(raw)
})

test('an older event is brought up one version after the other, from where it stands', () => {
  const versions: EventVersions = {
    ...EVENT_VERSIONS,
    LOG: [
      ({ text, ...rest }) => ({ ...rest, message: text ?? '' }),
      (payload) => ({ ...payload, level: String(payload['level']).toLowerCase() }),
    ],
  }
  const place = { type: 'LOG', at: 5, stepKey: 'a', attempt: 2 }
  const current = { ...place, v: 3, payload: { level: 'info', message: 'hi' } }
  expect(upcastEvent({ ...place, v: 1, payload: { level: 'INFO', text: 'hi' } }, versions)).toEqual(current)
  expect(upcastEvent({ ...place, v: 2, payload: { level: 'INFO', message: 'hi' } }, versions)).toEqual(current)
  expect(upcastEvent(current, versions)).toEqual(current)
})

test('a type or a version from a newer Pawl is kept as it is and marked', () => {
  const future = { type: 'STEP_TELEPORTED', v: 1, at: 5, payload: { to: 'mars' } }
  const newer = { type: 'LOG', v: 2, at: 5, payload: { words: ['a'] } }
  expect(upcastEvent(future)).toEqual({ ...future, unknown: true })
  expect(upcastEvent(newer)).toEqual({ ...newer, unknown: true })
  // A name that every object has is no event type.
  expect(upcastEvent({ ...future, type: 'constructor' })).toMatchObject({ unknown: true })
})
