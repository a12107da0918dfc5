import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import type { Fields } from '../../core/entity/field.ts'
import { fieldTypes } from '../../fields/field-types.ts'
import { soundText } from '../../fields/sound-text.ts'
import { contact, contactFields, contactRoles } from './contact.ts'

const fields: Fields = contact.fields

function schemaOf(name: string): z.ZodType {
  const field = fields[name]
  const schema = field ? (fieldTypes[field.type]?.schema(field) ?? z.unknown()) : z.unknown()
  return schema
    .nullable()
    .optional()
    .describe(field ? `${field.label.en} · ${field.label.zh}` : name)
}

const writable: Record<string, z.ZodType> = Object.fromEntries(
  contactFields.filter((name) => name !== 'name' && name !== 'role' && name !== 'isPrimary').map((name) => [name, schemaOf(name)]),
)
const personId = z.uuid().nullable().optional().describe('A customer who is this person')
const done = z.object({ id: z.uuid(), customerId: z.uuid() })

export const listContacts = defineQuestion({
  name: 'list-contacts',
  label: { zh: '企业的联系人', en: 'Contacts of a company' },
  method: 'GET',
  path: '/customers/:id/contacts',
  role: 'member',
  about: { contact: null, customer: 'id' },
  input: z.object({ id: z.uuid() }),
  output: z.object({
    contacts: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        role: z.enum(contactRoles),
        title: z.string().nullable(),
        department: z.string().nullable(),
        phone: z.string().nullable(),
        email: z.string().nullable(),
        wechat: z.string().nullable(),
        isPrimary: z.boolean(),
        noMail: z.boolean(),
        note: z.string().nullable(),
        personId: z.uuid().nullable(),
        personName: z.string().nullable(),
      }),
    ),
    /** Companies at which this customer is a contact. */
    worksAt: z.array(
      z.object({ companyId: z.uuid(), company: z.string().nullable(), role: z.enum(contactRoles), title: z.string().nullable() }),
    ),
  }),
})

export const createContact = defineAction({
  name: 'create-contact',
  label: { zh: '新建联系人', en: 'Create a contact' },
  help: { zh: '企业的第一位联系人自动成为主要联系人。', en: 'The first one of a company becomes its primary contact.' },
  method: 'POST',
  path: '/contacts',
  role: 'member',
  about: { contact: null, customer: ['customerId', 'personId'] },
  verb: 'create',
  input: z.strictObject({
    customerId: z.uuid().describe('The company'),
    name: soundText(500),
    role: z.enum(contactRoles).nullable().optional(),
    isPrimary: z.boolean().nullable().optional(),
    ...writable,
    personId,
  }),
  output: done,
})

export const updateContact = defineAction({
  name: 'update-contact',
  label: { zh: '更新联系人', en: 'Update a contact' },
  help: { zh: '只改动传入的字段；null 表示清空。', en: 'Changes only the fields that are sent; null clears one.' },
  method: 'PATCH',
  path: '/contacts/:id',
  role: 'member',
  about: { contact: 'id', customer: 'personId' },
  verb: 'change',
  input: z.strictObject({
    id: z.uuid(),
    name: soundText(500).optional(),
    role: z.enum(contactRoles).nullable().optional(),
    isPrimary: z.boolean().nullable().optional(),
    ...writable,
    personId,
  }),
  output: z.object({ id: z.uuid(), changed: z.array(z.string()) }),
})

export const removeContact = defineAction({
  name: 'remove-contact',
  label: { zh: '删除联系人', en: 'Remove a contact' },
  method: 'DELETE',
  path: '/contacts/:id',
  role: 'member',
  about: { contact: 'id' },
  input: z.strictObject({ id: z.uuid() }),
  output: done,
})
