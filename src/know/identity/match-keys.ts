import { isContactToken } from '../../core/kit/contact-token.ts'
import { sealedKeys } from './compare-sealed.ts'
import { hashText } from './hash-text.ts'
import type { MatchRule } from './match-rule.ts'
import { type Subject, valuesOf } from './subject.ts'
import { ways } from './ways.ts'

/** The comparisons whose keys, taken together, bring the records together that a rule compares. */
export type Recipe = {
  readonly id: string
  readonly of: MatchRule['of']
  readonly parts: readonly { readonly field: string; readonly comparison: string }[]
}

/** Records with many phones and addresses would otherwise have a key for every combination. */
const mostOfARecipe = 12

/** By what a rule finds its pairs; null when none of its needed conditions can. */
export function recipeOf(rule: MatchRule): Recipe | null {
  const parts = rule.conditions
    .filter((each) => each.needed && each.points >= 0 && ways[each.comparison]?.keys !== undefined)
    .map(({ field, comparison }) => ({ field, comparison }))
  if (parts.length === 0) return null
  return {
    id: `${rule.of} ${parts
      .map(({ field, comparison }) => `${field}~${comparison}`)
      .sort()
      .join(' + ')}`,
    of: rule.of,
    parts,
  }
}

/** The recipes of the rules that are at work, each once. */
export function recipesOf(rules: readonly MatchRule[]): Recipe[] {
  const found = new Map<string, Recipe>()
  for (const rule of rules) {
    const recipe = rule.isOn ? recipeOf(rule) : null
    if (recipe) found.set(recipe.id, recipe)
  }
  return [...found.values()]
}

/** Tells one set of recipes from another: keys that were made by another set are made anew. Fits an int. */
export function schemeOf(recipes: readonly Recipe[]): number {
  return (
    hashText(
      recipes
        .map(({ id }) => id)
        .sort()
        .join('\n'),
    ) % 2_000_000_000
  )
}

/** The numbers under which a record meets those it is to be compared with: 0 to 2^53 - 1, each once. */
export function keysOf(subject: Subject, recipes: readonly Recipe[]): number[] {
  return [...new Set(recipes.flatMap((recipe) => (recipe.of === subject.kind ? keysBy(recipe, subject) : [])))]
}

function keysOfValue(comparison: string, value: string): readonly string[] {
  return isContactToken(value) ? sealedKeys(comparison, value) : (ways[comparison]?.keys?.(value) ?? [])
}

/** All ways of taking one key from each part, so that records meet when they share one of every part. */
export function keysBy(recipe: Recipe, subject: Subject): number[] {
  let texts = [recipe.id]
  for (const { field, comparison } of recipe.parts) {
    const keys = new Set(valuesOf(subject, field).flatMap((value) => keysOfValue(comparison, value)))
    texts = texts.flatMap((text) => [...keys].map((key) => `${text}|${key}`)).slice(0, mostOfARecipe)
  }
  return texts.map(hashText)
}
