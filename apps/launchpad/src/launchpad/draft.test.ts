import { expect, test } from 'vitest'
import { contentOfRun, editDraft, isChanged, launchTags, newDraft, renewed, withLaunch } from './draft.ts'

const content = { yaml: 'ops: {}\n', tags: [], opSelection: '' }
const draft = newDraft({ id: 'main', locationName: 'demo', jobName: 'flights', source: { kind: 'default' }, content, now: 1 })

test('a draft knows whether it differs from where it began', () => {
  const edited = editDraft(draft, { yaml: 'ops: {} # mine\n' }, 2)
  expect(isChanged(draft)).toBe(false)
  expect(isChanged(edited)).toBe(true)
  expect(isChanged(editDraft(edited, { yaml: content.yaml }, 3))).toBe(false)
})

test('an edit that changes nothing is none', () => {
  expect(editDraft(draft, { tags: [] }, 2)).toBe(draft)
})

test('what was launched stays as it was, newest first, and the oldest goes at last', () => {
  const launched = withLaunch(editDraft(draft, { opSelection: 'clean*' }, 2), 'run-1', 3)
  const later = withLaunch(editDraft(launched, { opSelection: '' }, 4), 'run-2', 5)
  expect(later.launches.map(({ runId, opSelection }) => `${runId} ${opSelection}`)).toEqual(['run-2 ', 'run-1 clean*'])
  const many = Array.from({ length: 30 }, (_, i) => `r${i}`).reduce((each, id) => withLaunch(each, id, 1), draft)
  expect(many.launches).toHaveLength(20)
  expect(many.launches[0]?.runId).toBe('r29')
})

test('starting over takes the source of today', () => {
  const over = renewed(editDraft(draft, { yaml: 'x: 1' }, 2), { ...content, yaml: 'new: {}\n' }, 3)
  expect(over.yaml).toBe('new: {}\n')
  expect(isChanged(over)).toBe(false)
})

test('a run is launched again without the tags that belong to it or to its job', () => {
  expect(
    contentOfRun({
      runConfigYaml: 'a: 1\n',
      opSelection: null,
      tags: [
        { key: 'pawl/parent_run_id', value: 'x' },
        { key: 'team', value: 'ops' },
        { key: 'mine', value: '1' },
      ],
      jobTags: [{ key: 'team', value: 'ops' }],
    }),
  ).toEqual({ yaml: 'a: 1\n', opSelection: '', tags: [{ key: 'mine', value: '1' }] })
})

test('empty rows of tags are not meant, half-filled and double ones are problems', () => {
  const tag = (key: string, value: string) => ({ key, value })
  expect(launchTags([tag('', ''), tag(' a ', '1')])).toEqual({ ok: true, tags: [tag('a', '1')] })
  expect(launchTags([tag('', 'x')])).toMatchObject({ ok: false, row: 0 })
  expect(launchTags([tag('a', '1'), tag('a ', '2')])).toMatchObject({ ok: false, row: 1, message: 'The tag "a" is there twice.' })
})
