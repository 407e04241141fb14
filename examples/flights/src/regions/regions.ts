import { z } from 'zod'

/** The name of a region by the two letters of a state. */
export const Regions = z.record(z.string(), z.string())
export type Regions = z.infer<typeof Regions>
