import { z } from 'zod'
import { pictureText } from '../blocks/block-parts.ts'

const color = z.string().regex(/^#[0-9a-f]{6}$/i, { error: '#0f766e' })
const webAddress = z
  .string()
  .trim()
  .max(300)
  .refine((text) => text === '' || /^https?:\/\//i.test(text), { error: 'https://…' })
  .meta({ examples: ['https://tea.example.com'] })

/** Kept as `brand`: how the firm's mails look. */
export const brandSettings = z.strictObject({
  logo: pictureText,
  color,
  /** The firm's own site: where links of customers that are gone lead, and the logo. */
  website: webAddress,
  /** Under every mail: address, phone, licence. */
  footer: z.strictObject({ zh: z.string().max(500), en: z.string().max(500) }),
})
export type Brand = z.output<typeof brandSettings>

export const usualBrand: Brand = { logo: '', color: '#0f766e', website: '', footer: { zh: '', en: '' } }

export function readBrand(kept: unknown): Brand {
  const read = brandSettings.safeParse(kept)
  return read.success ? read.data : usualBrand
}

/** Kept as `templates`: who must look at marketing before it leaves, and whether links say that they were clicked. */
export const contentSettings = z.strictObject({
  /** off; role: what colleagues without the right to approve wrote; always: a second person for everybody. */
  approval: z.enum(['off', 'role', 'always']),
  trackLinks: z.boolean(),
})
export type ContentSettings = z.output<typeof contentSettings>

export const usualContentSettings: ContentSettings = { approval: 'role', trackLinks: true }

export function readContentSettings(kept: unknown): ContentSettings {
  const read = contentSettings.safeParse(kept)
  return read.success ? read.data : usualContentSettings
}

/** Relative luminance of WCAG 2.2. */
function luminance(hex: string): number {
  const channel = (at: number) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

/** WCAG contrast of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

/** White or near black, whichever is easier to read on the colour. */
export const legibleOn = (background: string): string =>
  contrast(background, '#ffffff') >= contrast(background, '#111827') ? '#ffffff' : '#111827'
