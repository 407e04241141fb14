/** Never minus zero, which JSON cannot write. */
export const roundTo = (value: number, digits: number): number => Number(value.toFixed(digits)) + 0
