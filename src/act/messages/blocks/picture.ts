import { z } from 'zod'
import { defineBlock } from './block-kind.ts'
import { addressText, blockId, lineText, pictureText } from './block-parts.ts'

const schema = z.strictObject({
  id: blockId,
  kind: z.literal('picture'),
  picture: pictureText,
  alt: lineText,
  address: addressText.default(''),
})

export const pictureBlock = defineBlock({
  label: { zh: '图片', en: 'Picture' },
  help: {
    zh: 'https 网址，或上传一张不大的图片（随邮件一起发出）',
    en: 'An https address, or a small picture that goes along with the mail',
  },
  schema,
  empty: { kind: 'picture', picture: '', alt: '', address: '' },
  sources: ({ picture, alt, address }) => [
    // What was uploaded is no text with variables.
    {
      name: 'picture',
      label: { zh: '图片网址', en: 'picture’s address' },
      source: picture.startsWith('data:') ? '' : picture,
      as: 'picture',
    },
    { name: 'alt', label: { zh: '图片说明', en: 'picture’s description' }, source: alt, as: 'line' },
    ...(address === '' ? [] : [{ name: 'address', label: { zh: '链接', en: 'link' }, source: address, as: 'address' } as const]),
  ],
  toMjml: ({ address }, { slot }) =>
    `<mj-image padding="8px 24px" src="${slot('picture')}" alt="${slot('alt')}"${address === '' ? '' : ` href="${slot('address')}"`} />`,
  toText: ({ address }, said) =>
    [said('alt') === '' ? '' : `[${said('alt')}]`, address === '' ? '' : said('address')].filter((part) => part !== '').join(' '),
  hidden: ({ picture }, said) => (picture.startsWith('data:') || said('picture') !== '' ? [] : ['']),
  summary: ({ alt, picture }) => alt || (picture.startsWith('data:') ? '' : picture),
})
