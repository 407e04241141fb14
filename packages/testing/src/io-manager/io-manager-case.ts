import type { IOManager, StoredOutput } from '@pawl/core/plugin'
import type { OutputStore } from './output-store.ts'

export type Damage =
  /** Nothing is left. */
  | 'remove'
  /** The second half is cut off, as after a crash. */
  | 'truncate'
  /** One byte differs, the size does not. */
  | 'flip'
  /** A byte more at the end. */
  | 'append'

/** What an I/O manager gives to be tested, with nothing stored yet. */
export interface IOManagerUnderTest {
  readonly manager: IOManager
  /** Does to a stored output what a crash, a disk or a person could. Without it the tests of damage have to be skipped. */
  damage?(stored: StoredOutput, how: Damage): Promise<void>
  /** Everything that lies where the manager writes, finished or not. Without it the tests of leftovers have to be skipped. */
  list?(): Promise<readonly string[]>
  /** After the test. */
  dispose?(): Promise<void>
}

/** One rule of the contract, checked on a manager of its own. */
export interface IOManagerCase {
  readonly name: string
  run(store: OutputStore): Promise<void>
}
