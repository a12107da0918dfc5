import { canonicalCity, canonicalProvince } from '../../core/china/places.ts'
import type { FieldType } from '../../core/entity/field-type.ts'
import type { Words } from '../../core/kit/words.ts'
import { soundText } from '../sound-text.ts'
import { text } from '../text/text.ts'

/** Text like any other, but that a Chinese place has one name however it is written; any other place stays as typed. */
function placeType(name: string, label: Words, canonical: (text: string) => string): FieldType {
  return {
    ...text,
    name,
    label,
    schema: () => soundText(500).overwrite(canonical),
    parse: (written, field, reading) => {
      const parsed = text.parse(written, field, reading)
      return 'value' in parsed && typeof parsed.value === 'string' ? { value: canonical(parsed.value) } : parsed
    },
  }
}

/** 广东, 粤 and 广东省 are kept as 广东省. */
export const province = placeType('province', { zh: '省份', en: 'Province' }, canonicalProvince)

/** 杭州 and 杭州市 are kept as 杭州市. */
export const city = placeType('city', { zh: '城市', en: 'City' }, canonicalCity)
