import { describe, expect, test } from 'vitest'
import { DAMAGE_CASES } from './damage-cases.ts'
import type { IOManagerCase, IOManagerUnderTest } from './io-manager-case.ts'
import { LIFETIME_CASES } from './lifetime-cases.ts'
import { outputStore } from './output-store.ts'
import { PLACE_CASES } from './place-cases.ts'
import { STREAM_CASES } from './stream-cases.ts'
import { VALUE_CASES } from './value-cases.ts'

export interface IOManagerSuite {
  /** Gives a manager with nothing stored yet; it is disposed of after the test. */
  create(): IOManagerUnderTest | Promise<IOManagerUnderTest>
  /** Tests this manager cannot pass, each with the reason why. */
  readonly skip?: readonly { readonly test: string; readonly reason: string }[]
}

const GROUPS: Readonly<Record<string, readonly IOManagerCase[]>> = {
  values: VALUE_CASES,
  places: PLACE_CASES,
  'byte streams': STREAM_CASES,
  damage: DAMAGE_CASES,
  lifetime: LIFETIME_CASES,
}

async function runCase(suite: IOManagerSuite, ioManagerCase: IOManagerCase): Promise<void> {
  const underTest = await suite.create()
  try {
    await ioManagerCase.run(outputStore(underTest))
  } finally {
    await underTest.dispose?.()
  }
}

/** Registers, with vitest, the tests that every I/O manager must pass. */
export function testIOManager(name: string, suite: IOManagerSuite): void {
  const skipped = new Set(suite.skip?.map(({ test: skippedTest }) => skippedTest))
  const names = new Set(Object.values(GROUPS).flatMap((cases) => cases.map((ioManagerCase) => ioManagerCase.name)))
  describe(`I/O manager: ${name}`, () => {
    for (const [group, cases] of Object.entries(GROUPS)) {
      describe(group, () => {
        for (const ioManagerCase of cases) {
          test.skipIf(skipped.has(ioManagerCase.name))(ioManagerCase.name, () => runCase(suite, ioManagerCase))
        }
      })
    }
    test('every test that is skipped exists', () => {
      expect([...skipped].filter((skippedTest) => !names.has(skippedTest))).toEqual([])
    })
  })
}
