/** The first `limit` of items that were read one further, and whether there are more. */
export const paged = <Item>(
  items: readonly Item[],
  limit: number,
): { readonly results: readonly Item[]; readonly hasMore: boolean } => ({
  results: items.length > limit ? items.slice(0, limit) : items,
  hasMore: items.length > limit,
})
