/** Variables of the daemon that users' code must not see: with them it could act as the daemon, or read its database. */
const KEPT_BACK = /^PAWL_|^PG(?:PASSWORD|PASSFILE|SERVICE|SERVICEFILE)$/

/** The environment of a location's process. */
export const processEnvironment = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !KEPT_BACK.test(name)))
