import type { Connection } from './connections.ts'

/** Those of them that are alive. Their rows stay as they are until the transaction has ended: whoever declares one of them dead waits. */
export async function aliveSupervisors(connection: Connection, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const text = `select id from supervisors where id = any ($1::text[]) and status = 'alive' order by id for share`
  const { rows } = await connection.query<{ readonly id: string }>({ name: 'pawl_alive', text, values: [ids] })
  return new Set(rows.map(({ id }) => id))
}
