import type { Gateway } from './gateway.ts'
import type { SiteName } from './sites.ts'

export type SiteOf = (method: string, given: readonly unknown[]) => SiteName

/**
 * An object all of whose methods are effects of a process: each call goes through its gateway, at the site that `siteOf` names.
 * A site that nobody has listed throws, so that none goes without its crashes.
 */
export function gated<Target extends object>(
  target: Target,
  gateway: Gateway,
  siteOf: SiteOf,
  about: (method: string, given: readonly unknown[]) => string = () => '',
): Target {
  const methods = Object.entries(target).map(([method, call]) => [
    method,
    (...given: readonly unknown[]) => {
      const site = siteOf(method, given)
      const effect = async (): Promise<unknown> => (call as (...all: readonly unknown[]) => unknown)(...given)
      return gateway.request(site, effect, () => about(method, given))
    },
  ])
  return Object.fromEntries(methods) as Target
}
