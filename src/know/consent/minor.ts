import type { Field } from '../../core/entity/field.ts'

/** Worked out from the birthday and the age that the settings name. */
export const minorField: Field = {
  type: 'boolean',
  label: { zh: '未成年（需监护人同意）', en: 'A minor' },
  help: {
    zh: '按生日算，低于“同意与偏好”里设定的年龄',
    en: 'By the birthday: below the age that is set under Consent',
  },
  computed: true,
}
