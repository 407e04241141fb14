/** Where a process touches the world: each is called through the gateway, and can go wrong there. */
export type SiteKind =
  /** The process waits for an answer, which can be lost, late, or a failure. */
  | 'request'
  /** Something is sent off. */
  | 'signal'
  /** A signal that may never arrive, by its contract. */
  | 'hint'
  /** It waits for a time. */
  | 'timer'

export interface Site {
  readonly kind: SiteKind
  /** Who calls it; a user is never crashed, since a person who goes away and one who waits do the same. */
  readonly by: 'daemon' | 'worker' | 'user'
  /** A few times in a hundred worlds. */
  readonly isSeldom?: true
}

/** What can become of a call. */
export type Fate = 'goes well' | 'crashes before' | 'crashes after' | 'answer lost' | 'fails' | 'is slow' | 'stalls'

export const FATES: readonly Fate[] = [
  'goes well',
  'crashes before',
  'crashes after',
  'answer lost',
  'fails',
  'is slow',
  'stalls',
]

/** What can become of a call at a site of this kind, besides that it goes well. */
export const FATES_OF: Readonly<Record<SiteKind, ReadonlySet<Fate>>> = {
  request: new Set<Fate>(['crashes before', 'crashes after', 'answer lost', 'fails', 'is slow', 'stalls']),
  signal: new Set<Fate>(['crashes before', 'crashes after', 'is slow', 'stalls']),
  hint: new Set<Fate>(['crashes before', 'crashes after', 'fails', 'is slow', 'stalls']),
  timer: new Set<Fate>(['crashes before', 'crashes after', 'is slow', 'stalls']),
}

const daemon = (kind: SiteKind): Site => ({ kind, by: 'daemon' })
const worker = (kind: SiteKind): Site => ({ kind, by: 'worker' })
const seldom = (site: Site): Site => ({ ...site, isSeldom: true })
const user = (kind: SiteKind): Site => ({ kind, by: 'user' })

/** All there are; a call at any other is a mistake of the simulation. */
export const SITES: Readonly<Record<string, Site>> = {
  'runs.write batch': daemon('request'),
  'runs.write end': daemon('request'),
  'runs.write cancel': seldom(daemon('request')),
  'runs.write recovery': seldom(daemon('request')),
  'runs.listOwnedRuns': daemon('request'),
  'runs.getRun': seldom(daemon('request')),
  'runs.getPlan': seldom(daemon('request')),
  'eventLog.listEvents': seldom(daemon('request')),
  'queue.claimRuns': daemon('request'),
  'queue.listQueue': daemon('request'),
  'queue.listInProgress': daemon('request'),
  'slots.acquireSlots': seldom(daemon('request')),
  'supervisors.register': daemon('request'),
  'supervisors.renew': daemon('request'),
  'supervisors.list': daemon('request'),
  'supervisors.declareDead': seldom(daemon('request')),
  'supervisors.remove': seldom(daemon('request')),
  'supervisors.listAbandonedRuns': daemon('request'),
  'machine.probe': daemon('request'),
  'machine.killOrphans': daemon('request'),
  'code.isCurrent': daemon('request'),
  'hints.notify': daemon('hint'),
  'process.start': daemon('signal'),
  'process.send': daemon('signal'),
  'process.kill': seldom(daemon('signal')),
  'daemon.sleep': daemon('timer'),
  'worker.send': worker('signal'),
  'worker.turn': worker('timer'),
  'worker.sleep': worker('timer'),
  'io.handleOutput': worker('request'),
  'io.loadInput': worker('request'),
  'io.hasOutputs': seldom(worker('request')),
  'op.run': worker('timer'),
  'user.launchRuns': user('request'),
  'user.write': user('request'),
  'user.read': user('request'),
  'user.notify': user('hint'),
  'user.sleep': user('timer'),
}

export type SiteName = string

export function siteOf(name: SiteName): Site {
  const site = SITES[name]
  if (site === undefined) throw new Error(`The simulation knows no site "${name}": list it in sites.ts.`)
  return site
}

/** How often each site was called, by what became of it. */
export class SiteCounts {
  readonly #counts: Map<SiteName, Map<Fate, number>> = new Map()

  add(site: SiteName, fate: Fate, count = 1): void {
    const counts = this.#counts.get(site) ?? new Map<Fate, number>()
    this.#counts.set(site, counts)
    counts.set(fate, (counts.get(fate) ?? 0) + count)
  }

  of(site: SiteName, fate: Fate): number {
    return this.#counts.get(site)?.get(fate) ?? 0
  }

  /** Adds those of another world. */
  addAll(entries: readonly (readonly [SiteName, Fate, number])[]): void {
    for (const [site, fate, count] of entries) this.add(site, fate, count)
  }

  entries(): readonly (readonly [SiteName, Fate, number])[] {
    return [...this.#counts].flatMap(([site, counts]) => [...counts].map(([fate, count]) => [site, fate, count] as const))
  }
}
