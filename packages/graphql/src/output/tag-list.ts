import type { Tags } from '@pawl/core/plugin'
import type { Tag } from '../generated/schema-types.ts'

export const tagList = (tags: Tags): readonly Tag[] => Object.entries(tags).map(([key, value]) => ({ key, value }))
