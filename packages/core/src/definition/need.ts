/** The op or graph `Name` adds `Section` to its job's run config. */
export interface Configures<out Name extends string, out Section> {
  readonly name: Name
  readonly section: Section
}

/** A step uses the resource `Key` of type `T`, which the job, the project or the launch must provide. */
export interface Uses<out Key extends string, out T> {
  readonly uses: Key
  readonly value: T
}

/** A step uses the resource `Key` of type `T` and brings a definition (with config `C`) to fall back on. */
export interface Brings<out Key extends string, out T, out C> {
  readonly brings: Key
  readonly value: T
  readonly config: C
}

/** What a value needs from outside its job. The union travels in the handles, so that what a body returns describes the whole job. */
export type Need = Configures<string, unknown> | Uses<string, unknown> | Brings<string, unknown, unknown>
