import { normalQuantile } from '../special/quantiles.ts'
import { errorsToEachSide, usualAlpha } from './sequential.ts'

/** Two sides of 5 %, power 80 %: what sample sizes are usually said for. */
const usual = { alpha: usualAlpha, power: 0.8 }
type Wish = { readonly alpha?: number; readonly power?: number }

function quantiles(wish: Wish): { readonly size: number; readonly power: number } {
  const { alpha, power } = { ...usual, ...wish }
  return { size: normalQuantile(1 - alpha / 2), power: normalQuantile(power) }
}

/** People in each of two equal arms to tell two shares apart: unpooled variances (Fleiss, Levin and Paik 2003, section 4.2). Not rounded. */
export function peopleUnpooled(p1: number, p2: number, wish: Wish = {}): number {
  const { size, power } = quantiles(wish)
  return ((size + power) ** 2 * (p1 * (1 - p1) + p2 * (1 - p2))) / (p1 - p2) ** 2
}

/** The same with the pooled variance under no difference (Fleiss, formula 4.14). */
export function peoplePooled(p1: number, p2: number, wish: Wish = {}): number {
  const { size, power } = quantiles(wish)
  const mean = (p1 + p2) / 2
  return (size * Math.sqrt(2 * mean * (1 - mean)) + power * Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2))) ** 2 / (p1 - p2) ** 2
}

/** The same by the arcsine transformation (Cohen 1988, h). */
export function peopleArcsine(p1: number, p2: number, wish: Wish = {}): number {
  const { size, power } = quantiles(wish)
  const h = 2 * Math.asin(Math.sqrt(p2)) - 2 * Math.asin(Math.sqrt(p1))
  return (2 * (size + power) ** 2) / h ** 2
}

export type Split = { readonly treated: number; readonly holdout: number }

/**
 * The least difference of means that would be seen with the power wished for, by the interval that holds at all times when so
 * many people are in of `plannedPeople`: (errors to each side + quantile of the power) × sd × sqrt(1/treated + 1/holdout), the
 * same variance in both arms. Infinite while an arm is empty.
 */
export function visibleDifference({ treated, holdout }: Split, variance: number, plannedPeople: number, wish: Wish = {}): number {
  if (treated <= 0 || holdout <= 0) return Number.POSITIVE_INFINITY
  const errors = errorsToEachSide((treated + holdout) / plannedPeople, wish.alpha ?? usual.alpha)
  return (errors + quantiles(wish).power) * Math.sqrt(variance * (1 / treated + 1 / holdout))
}
