// One locale for everybody: the report must not depend on the machine that renders it.
const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const ONE_DIGIT = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 })

export const wholeText = (value: number): string => WHOLE.format(value)
export const minutesText = (value: number): string => `${ONE_DIGIT.format(value)} min`
export const percentText = (share: number): string => `${ONE_DIGIT.format(share * 100)} %`
