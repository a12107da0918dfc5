import { cityInEnglish, englishCity, englishProvince, provinceInEnglish } from '../../core/china/english-places.ts'
import { englishDistrict } from '../../core/china/english-districts.ts'
import { canonicalCity, canonicalProvince } from '../../core/china/places.ts'
import type { FieldType } from '../../core/entity/field-type.ts'
import type { Words } from '../../core/kit/words.ts'
import { soundText } from '../sound-text.ts'
import { text } from '../text/text.ts'

/**
 * Text like any other, but that a Chinese place has one name however it is written, in either language, and is said in the
 * reader's; any other place stays as typed.
 */
function placeType(name: string, label: Words, canonical: (text: string) => string, english: (name: string) => string): FieldType {
  return {
    ...text,
    name,
    label,
    say: (value, field, customs) =>
      text.say(customs.language === 'en' && typeof value === 'string' ? english(value) : value, field, customs),
    schema: () => soundText(500).overwrite(canonical),
    parse: (written, field, reading) => {
      const parsed = text.parse(written, field, reading)
      return 'value' in parsed && typeof parsed.value === 'string' ? { value: canonical(parsed.value) } : parsed
    },
  }
}

const provinceOf = (written: string): string => provinceInEnglish(written) ?? canonicalProvince(written)
const cityOf = (written: string): string => cityInEnglish(written) ?? canonicalCity(written)

/** 广东, 粤, 广东省 and Guangdong are kept as 广东省. */
export const province = placeType('province', { zh: '省份', en: 'Province' }, provinceOf, englishProvince)

/** 杭州, 杭州市 and Hangzhou are kept as 杭州市; Aba, which is in Nigeria too, only where the province says so (complete-customer.ts). */
export const city = placeType('city', { zh: '城市', en: 'City' }, cityOf, englishCity)

/** 西湖区 is said as Xihu District. Which district a text names is told by its city, so the text stays as typed here. */
export const district = placeType('district', { zh: '区县', en: 'District' }, (written) => written, englishDistrict)
