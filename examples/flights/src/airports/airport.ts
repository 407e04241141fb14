import { z } from 'zod'

export const Airport = z.object({
  /** IATA code. */
  code: z.string(),
  name: z.string(),
  city: z.string().nullable(),
  /** Two letters, or null where the source has none. */
  state: z.string().nullable(),
  country: z.string(),
  latitude: z.number(),
  longitude: z.number(),
})
export type Airport = z.infer<typeof Airport>
