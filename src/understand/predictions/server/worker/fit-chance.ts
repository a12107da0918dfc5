import type { LabelledTable } from '../../predictor.ts'
import type { KeptChance } from '../../set-body.ts'
import { tooFewToLearn } from '../../will-buy/say-chances.ts'
import { fewestOfEach, willBuy } from '../../will-buy/will-buy.ts'

/** What was learned of who will buy, and what to say of it; without tables history is too short to learn from. */
export function fitChance(
  tables: { train?: LabelledTable; test?: LabelledTable },
  seed: number,
  onProgress: (share: number) => void,
): KeptChance {
  const { train, test } = tables
  const fit = train && test ? willBuy.fit(train, test, { seed, onProgress, shouldStop: () => false }) : null
  return {
    key: willBuy.key,
    label: willBuy.label,
    better: fit?.better ?? false,
    words: fit?.words ?? tooFewToLearn(fewestOfEach),
    figures: fit?.figures ?? [],
    kept: fit?.better ? fit.kept : null,
  }
}
