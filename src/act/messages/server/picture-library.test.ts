import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { createTemplate, deleteTemplate } from '../template-actions.ts'
import { addPicture, deletePicture, listPictures, readPicture } from '../picture-actions.ts'
import { readPictureAddress } from './read-picture.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

const pixel = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
/** A PNG’s head alone, of any size; `fill` makes it large. */
function png(width: number, height: number, fill = 8): string {
  const head = Buffer.alloc(24 + fill, 7)
  head.write('\x89PNG\r\n\x1a\n', 0, 'latin1')
  head.write('IHDR', 12, 'latin1')
  head.writeUInt32BE(width, 16)
  head.writeUInt32BE(height, 20)
  return `data:image/png;base64,${head.toString('base64')}`
}
const as = (type: string, ...bytes: number[]) =>
  `data:image/${type};base64,${Buffer.from([...bytes, ...Array<number>(30).fill(0)]).toString('base64')}`
const signs = (text: string) => [...Buffer.from(text, 'latin1')]

test.each<[string, string, readonly [string, number, number]]>([
  ['a PNG', pixel, ['image/png', 1, 1]],
  ['a GIF', as('gif', ...signs('GIF89a'), 64, 1, 200, 0), ['image/gif', 320, 200]],
  ['a JPEG', as('jpeg', 0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1, 0xff, 0xc0, 0, 17, 8, 0, 200, 1, 64), ['image/jpeg', 320, 200]],
  ['a JPEG that says it is a PNG', as('png', 0xff, 0xd8, 0xff, 0xc2, 0, 17, 8, 0, 9, 0, 8), ['image/jpeg', 8, 9]],
  ['a WebP', as('webp', ...signs('RIFF\0\0\0\0WEBPVP8X'), 10, 0, 0, 0, 0, 0, 0, 0, 63, 1, 0, 199, 0, 0), ['image/webp', 320, 200]],
])('%s is read by its own first bytes', (_, address, [type, width, height]) => {
  expect(readPictureAddress(address)).toMatchObject({ type, width, height })
})

test.each([
  ['words', 'hello'],
  ['a web page', `data:text/html;base64,${Buffer.from('<script>').toString('base64')}`],
  ['a drawing that may hold scripts', 'data:image/svg+xml;base64,PHN2Zz48L3N2Zz4='],
  [
    'a page that says it is a picture',
    `data:image/png;base64,${Buffer.from('<script>alert(1)</script> and more and more').toString('base64')}`,
  ],
  ['a picture of no width', png(0, 5)],
  ['more than a mail carries', png(9, 9, 400_000)],
  ['a cut head', 'data:image/png;base64,iVBORw0KGgo='],
])('%s is no picture', (_, address) => {
  expect(readPictureAddress(address)).toBeNull()
})

test('what is no picture is refused with the place of it', async () => {
  const refused = (path: string) => ({ code: 'picture.unreadable', details: { path } })
  await expect(world.act(addPicture, { name: '坏', address: png(0, 5) })).rejects.toMatchObject(refused('address'))
  await expect(world.act(addPicture, { name: '坏', address: pixel, thumbnail: 'x' })).rejects.toMatchObject(refused('thumbnail'))
})

test('a picture is kept once, found by name, told with its size, and stays while a template holds it', async () => {
  const large = png(1200, 800, 60_000)
  const { id } = await world.act(addPicture, { name: '春茶海报', address: large, thumbnail: pixel })
  expect(await world.act(addPicture, { name: '又一次', address: large })).toEqual({ id, isNew: false })
  const small = await world.act(addPicture, { name: '店标', address: pixel })
  const listed = async (asked: object = {}) => (await world.ask(listPictures, asked)).rows
  expect(await listed({ search: '春茶' })).toMatchObject([{ id, width: 1200, height: 800, bytes: 60_024, thumbnail: pixel, uses: [] }])
  expect(await listed({ search: '%' })).toEqual([])
  const { next } = await world.ask(listPictures, { limit: 1 })
  expect((await listed({ limit: 1, after: next ?? '' })).map((row) => row.id)).toEqual([id])
  expect(await world.ask(readPicture, { id })).toMatchObject({ address: large })

  const block = { id: 'p', kind: 'picture', picture: large, alt: '春茶', address: '' }
  const content = { form: 'mail', texts: { zh: { subject: '好', preview: '', blocks: [block] } } }
  const template = await world.act(createTemplate, { name: '春季上新', content })
  expect(await listed({ search: '春茶' })).toMatchObject([{ uses: [{ id: template.id, name: '春季上新' }] }])
  await expect(world.act(deletePicture, { id })).rejects.toMatchObject({
    code: 'picture.in-use',
    details: { template: '春季上新', count: 1 },
  })
  await world.act(deletePicture, { id: small.id })
  await world.act(deleteTemplate, { id: template.id })
  await world.act(deletePicture, { id })
  expect(await listed()).toEqual([])
  await expect(world.ask(readPicture, { id })).rejects.toMatchObject({ code: 'record.missing' })
})
