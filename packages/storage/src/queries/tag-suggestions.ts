import type { Db } from './db.ts'

/** Sorts after every text that starts with what stands before it. */
const LAST_CHARACTER = '\u{10FFFF}'

export async function listTagSuggestions(
  db: Db,
  options: { readonly key?: string; readonly prefix: string; readonly limit: number },
): Promise<string[]> {
  const { key, prefix, limit } = options
  const column = key === undefined ? 'key' : 'value'
  let query = db.selectFrom('run_tags').select((eb) => [`${column} as word`, eb.fn.max('created_at').as('used_at')] as const)
  if (key !== undefined) query = query.where('key', '=', key)
  const rows = await query
    .where(column, '>=', prefix)
    .where(column, '<', prefix + LAST_CHARACTER)
    .groupBy(column)
    .orderBy('used_at', 'desc')
    .orderBy(column)
    .limit(limit)
    .execute()
  return rows.map(({ word }) => word)
}
