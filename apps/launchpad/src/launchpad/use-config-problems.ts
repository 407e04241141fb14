import { useMemo } from 'react'
import { readConfigDocument } from '../editor/config-document.ts'
import { type ConfigProblem, configProblems, type ServerProblem } from '../editor/config-problem.ts'
import type { Schema } from '../editor/config-schema.ts'
import { quickFixes } from '../editor/quick-fix.ts'
import type { MarkedProblem } from '../editor/yaml-editor.tsx'

export type FixableProblem = ConfigProblem & MarkedProblem

/** What is wrong with the text, where, and the ways out. */
export function useConfigProblems(
  yaml: string,
  serverProblems: readonly ServerProblem[],
  schema: Schema | undefined,
): readonly FixableProblem[] {
  return useMemo(() => {
    const document = readConfigDocument(yaml)
    return configProblems(document, serverProblems).map((placed) => ({
      ...placed,
      fixes: placed.problem ? quickFixes(document, placed.problem, schema) : [],
    }))
  }, [yaml, serverProblems, schema])
}
