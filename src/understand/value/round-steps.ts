import { minorDigits } from '../../core/kit/money.ts'

/** 1, 2, 5, 10, 20, 50 … of the currency's main unit in minor units, up to and beyond `most`; for the edges of a histogram. */
export function roundSteps(most: number, currency: string): number[] {
  const steps: number[] = []
  for (let unit = 10 ** minorDigits(currency); ; unit *= 10) {
    for (const times of [1, 2, 5]) {
      steps.push(times * unit)
      if (times * unit > most) return steps
    }
  }
}
