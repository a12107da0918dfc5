import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { soundText } from '../../fields/sound-text.ts'

const id = z.uuid()
/** As large as a mail may carry: 300 kB, as the signs of a data address. */
export const mostPictureSigns = 400_000
const data = z.string().max(420_000)

export const addPicture = defineAction({
  name: 'add-picture',
  label: { zh: '把图片放进图库', en: 'Add a picture to the library' },
  help: {
    zh: 'PNG、JPG、GIF 或 WebP，不超过 300 kB，写成 data:image/…;base64,…。同一张图片只存一份。',
    en: 'A PNG, JPEG, GIF or WebP of at most 300 kB as data:image/…;base64,…. The same picture is kept once.',
  },
  method: 'POST',
  path: '/pictures',
  role: 'manager',
  about: { template: null },
  input: z.strictObject({
    name: soundText(100),
    address: data,
    thumbnail: data.optional().describe('列表里用的小图 · The same picture small, for lists'),
  }),
  // The library keeps it; the audit needs its name alone.
  secret: ['address', 'thumbnail'],
  output: z.object({ id, isNew: z.boolean().describe('false：图库里已有这一张 · It was in the library already') }),
})

const use = z.object({ id, name: z.string() })

export const listPictures = defineQuestion({
  name: 'list-pictures',
  label: { zh: '图库', en: 'The library of pictures' },
  help: { zh: '每张图片的大小，用在哪些模板里。', en: 'How large each is, and which templates hold it.' },
  method: 'GET',
  path: '/pictures',
  role: 'member',
  about: { template: null },
  input: z.object({
    search: z.string().max(100).default(''),
    after: z.string().max(100).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(24),
  }),
  output: z.object({
    rows: z.array(
      z.object({
        id,
        name: z.string(),
        type: z.string(),
        width: z.int(),
        height: z.int(),
        bytes: z.int(),
        thumbnail: z.string().nullable(),
        createdAt: z.string(),
        uses: z.array(use),
      }),
    ),
    next: z.string().nullable(),
  }),
})

export const readPicture = defineQuestion({
  name: 'read-picture',
  label: { zh: '图库里的一张图片', en: 'A picture of the library' },
  method: 'GET',
  path: '/pictures/:id',
  role: 'member',
  about: { template: null },
  input: z.object({ id }),
  output: z.object({ id, name: z.string(), address: z.string() }),
})

export const deletePicture = defineAction({
  name: 'delete-picture',
  label: { zh: '从图库删除图片', en: 'Delete a picture from the library' },
  help: { zh: '还有模板在用时不能删除。', en: 'One that a template holds stays.' },
  method: 'DELETE',
  path: '/pictures/:id',
  role: 'manager',
  about: { template: null },
  input: z.object({ id }),
  output: z.object({ id }),
})
