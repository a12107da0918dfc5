import { mostPictureSigns } from '../../picture-actions.ts'

/** A picture as a data address, and the same picture small where it is large. */
export type TakenPicture = { readonly name: string; readonly address: string; readonly thumbnail?: string }

const smallSigns = 20_000

/** Of at most 300 kB, drawn smaller until it is; null for what is no picture. */
export async function shrinkPicture(file: File): Promise<TakenPicture | null> {
  const kept = await readAs(file)
  const bitmap = kept === null ? null : await createImageBitmap(file).catch(() => null)
  if (kept === null || !bitmap) return null
  const isSmall = kept.length <= mostPictureSigns
  const address =
    isSmall && /^image\/(png|jpeg|webp|gif)$/.test(file.type)
      ? kept
      : file.type === 'image/gif'
        ? null
        : redraw(bitmap, mostPictureSigns, [1_200, 900, 600, 400])
  if (address === null) return null
  const thumbnail = address.length <= smallSigns ? null : redraw(bitmap, smallSigns, [240, 160, 96])
  return { name: file.name.slice(0, 100).toWellFormed(), address, ...(thumbnail === null ? {} : { thumbnail }) }
}

/** The widest drawing that has so many signs at most. */
function redraw(bitmap: ImageBitmap, most: number, widths: readonly number[]): string | null {
  for (const width of widths) {
    const drawn = drawAt(bitmap, Math.min(width, bitmap.width))
    if (drawn && drawn.length <= most) return drawn
  }
  return null
}

function readAs(file: File): Promise<string | null> {
  return new Promise((resolve) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(typeof reader.result === 'string' ? reader.result : null))
    reader.addEventListener('error', () => resolve(null))
    reader.readAsDataURL(file)
  })
}

function drawAt(bitmap: ImageBitmap, width: number): string | null {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = Math.max(1, Math.round((bitmap.height * width) / bitmap.width))
  const drawing = canvas.getContext('2d')
  if (!drawing) return null
  // JPEG has no transparency: what would be black is white.
  drawing.fillStyle = '#ffffff'
  drawing.fillRect(0, 0, canvas.width, canvas.height)
  drawing.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  return canvas.toDataURL('image/jpeg', 0.85)
}
