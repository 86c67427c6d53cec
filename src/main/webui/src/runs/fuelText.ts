const short = new Intl.NumberFormat('en', { notation: 'compact', compactDisplay: 'long', maximumSignificantDigits: 3 })
const exact = new Intl.NumberFormat('en')

/** Steps in three digits and a word, as B would be taken for bytes: 12.3 thousand, 4.56 million. */
export const fuelText = (fuel: number) => short.format(fuel)
export const exactFuelText = (fuel: number) => exact.format(fuel)
