import type { Kysely } from 'kysely'
import type { Tables } from '../schema/tables.ts'

export type Db = Kysely<Tables>
