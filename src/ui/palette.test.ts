import { describe, expect, it } from 'vitest'
import { amountColour, categoryColour, contrast, differenceColour, palettes, textOn } from './palette.ts'

const looks = ['light', 'dark'] as const

describe.each(looks)('in the %s look', (look) => {
  const p = palettes[look]

  it('every text reads on every ground', () => {
    for (const text of [p.text, p.textSoft, p.textFaint, p.primary, p.attention, p.danger, p.good, p.info, p.purple]) {
      for (const ground of [p.surface, p.ground, p.raised])
        expect(contrast(text, ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5)
    }
  })

  it('coloured words read on their own quiet ground, and words on a filled button too', () => {
    expect(contrast(p.primary, p.primarySoft)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(p.attention, p.attentionSoft)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(p.danger, p.dangerSoft)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(p.onPrimary, p.primary)).toBeGreaterThanOrEqual(4.5)
  })

  it('a number reads on every hue of a heat map', () => {
    for (let share = 0; share <= 1; share += 0.05) {
      const hue = amountColour(share, look)
      expect(contrast(textOn(hue), hue), hue).toBeGreaterThanOrEqual(4.5)
    }
  })

  it('the mark of a kind stands out from its ground', () => {
    for (let kind = 0; kind < 8; kind++) expect(contrast(categoryColour(kind, look), p.surface)).toBeGreaterThanOrEqual(2.5)
  })

  it('worst, nothing and best are three hues', () => {
    expect(new Set([-1, 0, 1].map((share) => differenceColour(share, look))).size).toBe(3)
    expect(differenceColour(-7, look)).toBe(differenceColour(-1, look))
  })
})
