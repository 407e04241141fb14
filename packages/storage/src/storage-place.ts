/** Where a project's runs lie, for people: never with a password. */
export type StoragePlace =
  | { readonly kind: 'sqlite'; readonly path: string }
  | {
      readonly kind: 'postgres'
      readonly host: string
      readonly port: number
      readonly database: string
      readonly schema: string
    }
