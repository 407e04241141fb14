import { expect, test } from 'vitest'
import { DEFAULT_PREFERENCES, readPreferences, timeStyle } from './preferences.ts'

test.each([null, '', 'no json', '7', 'null', '{"theme":"pink","timeZone":"Nowhere/At_All","hourCycle":3}'])(
  'what was saved as %j leaves the defaults',
  (text) => {
    expect(readPreferences(text)).toEqual(DEFAULT_PREFERENCES)
  },
)

test('what was chosen is read back, one by one', () => {
  expect(readPreferences('{"theme":"dark","timeZone":"Asia/Tokyo"}')).toEqual({
    theme: 'dark',
    timeZone: 'Asia/Tokyo',
    hourCycle: 'auto',
  })
})

test('"auto" leaves times to the browser', () => {
  expect(timeStyle(DEFAULT_PREFERENCES)).toEqual({ timeZone: undefined, hourCycle: undefined })
})
