type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** Compiles only where the types `A` and `B` are the same: `expectType<A, B>(true)`. */
export const expectType = <A, B>(_equal: Equal<A, B>): void => undefined
