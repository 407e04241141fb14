import * as fc from 'fast-check'

/** Filters with at most three of the parts, so that most of them find something. */
export function someParts<Filter extends object>(
  parts: { readonly [Key in keyof Filter]-?: fc.Arbitrary<Filter[Key]> },
): fc.Arbitrary<Partial<Filter>> {
  const names = Object.keys(parts) as (keyof Filter)[]
  return fc
    .tuple(fc.record(parts), fc.subarray(names, { maxLength: 3 }))
    .map(([all, chosen]) => Object.fromEntries(chosen.map((name) => [name, all[name]])) as Partial<Filter>)
}
