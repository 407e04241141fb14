import type { Chance } from './chance.ts'
import type { SimulatedProcess } from './simulated-process.ts'
import { FATES_OF, type Fate, SITES, SiteCounts, type SiteName, siteOf } from './sites.ts'

type Trouble = Exclude<Fate, 'goes well'>

/** How often each thing goes wrong in one seed, from 0 to 1. */
type Weather = Readonly<Record<Trouble, number>>

const TROUBLES: readonly Trouble[] = ['crashes before', 'crashes after', 'answer lost', 'fails', 'is slow', 'stalls']

/** Some seeds are calm but for one or two kinds of trouble, which then come often: together they hide each other. */
function weatherOf(chance: Chance): Weather {
  const most: Weather = {
    'crashes before': 0.004,
    'crashes after': 0.004,
    'answer lost': 0.08,
    fails: 0.08,
    'is slow': 0.1,
    stalls: 0.008,
  }
  const isStormy = chance.is(0.2)
  return Object.fromEntries(
    TROUBLES.map((trouble) => [trouble, isStormy || chance.is(0.3) ? chance.between(0, most[trouble]) : 0]),
  ) as Weather
}

/** A crash at one call of one site: so that the rare ones get theirs, too. */
interface AimedCrash {
  readonly site: SiteName
  readonly fate: 'crashes before' | 'crashes after'
  /** Calls that go by before. */
  callsLeft: number
}

const AIMS: readonly SiteName[] = Object.entries(SITES).flatMap(([name, { by }]) => (by === 'user' ? [] : [name]))
/** Called seldom: half of the aims are at these, mostly at their first call, which in many worlds is the only one. */
const SELDOM: readonly SiteName[] = Object.entries(SITES).flatMap(([name, { isSeldom }]) => (isSeldom === true ? [name] : []))

function aimedCrashes(chance: Chance): AimedCrash[] {
  return Array.from({ length: chance.whole(0, 3) }, () => {
    const isSeldom = chance.is(0.5)
    return {
      site: chance.pick(isSeldom ? SELDOM : AIMS) ?? 'runs.write end',
      fate: chance.is(0.5) ? 'crashes before' : 'crashes after',
      callsLeft: isSeldom ? Number(chance.is(0.2)) : Math.floor(chance.random() ** 2 * 12),
    }
  })
}

/** Decides what becomes of each call, until the quiet phase: from then on all goes well. */
export class Faults {
  readonly counts: SiteCounts = new SiteCounts()
  readonly #chance: Chance
  readonly #weather: Weather
  readonly #aimed: AimedCrash[]
  #isQuiet = false
  #crashesLeft: number

  constructor(chance: Chance) {
    this.#chance = chance
    this.#weather = weatherOf(chance)
    this.#aimed = aimedCrashes(chance)
    this.#crashesLeft = chance.whole(2, 8)
  }

  get isQuiet(): boolean {
    return this.#isQuiet
  }

  becomeQuiet(): void {
    this.#isQuiet = true
  }

  /** Which of its calls go wrong is the seed's affair; those of a dead process are not asked about. */
  fate(site: SiteName, process: SimulatedProcess): Fate {
    const fate = this.#isQuiet ? 'goes well' : (this.#aimedFate(site) ?? this.#drawnFate(site))
    const isCrash = fate === 'crashes before' || fate === 'crashes after'
    if (isCrash && (siteOf(site).by === 'user' || process.isDead)) return 'goes well'
    if (isCrash) this.#crashesLeft--
    this.counts.add(site, fate)
    return fate
  }

  #aimedFate(site: SiteName): Fate | undefined {
    const index = this.#aimed.findIndex((aimed) => aimed.site === site && aimed.callsLeft-- <= 0)
    return index < 0 ? undefined : this.#aimed.splice(index, 1)[0]?.fate
  }

  #drawnFate(site: SiteName): Fate {
    let left = this.#chance.random()
    const possible = FATES_OF[siteOf(site).kind]
    for (const trouble of TROUBLES) {
      if (!possible.has(trouble)) continue
      if (this.#crashesLeft <= 0 && trouble.startsWith('crashes')) continue
      left -= this.#weather[trouble]
      if (left < 0) return trouble
    }
    return 'goes well'
  }
}
