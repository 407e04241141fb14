/** Variables of the daemon that users' code must not see: with them it could act as the daemon, or read its database. */
const KEPT_BACK = /^PAWL_|^PG(?:PASSWORD|PASSFILE|SERVICE|SERVICEFILE)$/

/** What of an environment holds secrets of the project itself. */
export interface WithheldEnvironment {
  readonly names: readonly string[]
  /** Variables whose value is one of these, whatever they are called. */
  readonly values: readonly string[]
  /** Variables with one of these anywhere in their value. */
  readonly parts: readonly string[]
}

/** The environment of a location's process. */
export const processEnvironment = (
  environment: NodeJS.ProcessEnv,
  { names, values, parts }: WithheldEnvironment,
): NodeJS.ProcessEnv => {
  const isKeptBack = (name: string, value: string): boolean =>
    KEPT_BACK.test(name) || names.includes(name) || values.includes(value) || parts.some((part) => value.includes(part))
  return Object.fromEntries(Object.entries(environment).filter(([name, value = '']) => !isKeptBack(name, value)))
}
