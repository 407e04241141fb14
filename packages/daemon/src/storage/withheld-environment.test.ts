import { expect, test } from 'vitest'
import { resolveConfig } from '../config/load-config.ts'
import { processEnvironment } from '../location/process-environment.ts'
import { withheldEnvironment } from './withheld-environment.ts'

const SECRET = 'postgres://pawl:correct%20horse@db.example.com/pawl'

/** The names of the variables that reach users' code. */
const seen = (connectionString: string | { readonly env: string }, environment: NodeJS.ProcessEnv): readonly string[] => {
  const config = resolveConfig({ storage: { postgres: { connectionString } } }, 'The config')
  return Object.keys(processEnvironment(environment, withheldEnvironment(config, environment)))
}

test('the variable that the config names is withheld, whatever else holds the same too', () => {
  const environment = { DATABASE_URL: SECRET, COPY: SECRET, PRISMA: `prisma+${SECRET}?x=1`, HOME: '/home/me' }
  expect(seen({ env: 'DATABASE_URL' }, environment)).toEqual(['HOME'])
  expect(seen(SECRET, environment)).toEqual(['HOME'])
})

test('the password by itself is withheld, as it is and as a connection string writes it, and other ways in with it', () => {
  const environment = {
    ...{ DB_PASSWORD: 'correct horse', RAW: 'correct%20horse', NOTE: 'the correct horse of it' },
    REPLICA_URL: 'postgres://pawl:correct%20horse@replica.example.com/pawl',
  }
  expect(seen(SECRET, environment)).toEqual(['NOTE'])
})

test('a password that is an ordinary word takes nothing else away', () => {
  const environment = { USER: 'postgres', NODE_ENV: 'dev' }
  expect(seen('postgres://postgres:postgres@localhost/postgres', environment)).toEqual(['USER', 'NODE_ENV'])
  expect(seen('postgres://me:dev@localhost/x', environment)).toEqual(['USER', 'NODE_ENV'])
})

test('a variable that is not set, and a string that is no URL, withhold only what they can', () => {
  expect(seen({ env: 'DATABASE_URL' }, { DATABASE_URL: '', OTHER: 'x' })).toEqual(['OTHER'])
  expect(seen('/var/run/postgresql pawl', { OTHER: 'x' })).toEqual(['OTHER'])
})

test('a project on SQLite withholds what is always withheld', () => {
  const environment = { PAWL_TOKEN: 'x', PGPASSWORD: 'x', DATABASE_URL: SECRET }
  const withheld = withheldEnvironment(resolveConfig({}, 'The config'), environment)
  expect(Object.keys(processEnvironment(environment, withheld))).toEqual(['DATABASE_URL'])
})
