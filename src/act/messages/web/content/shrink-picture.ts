const widest = 1_200
const mostSigns = 400_000

/** A picture as a data address of at most 300 kB, drawn smaller until it is; null for what is no picture. */
export async function shrinkPicture(file: File): Promise<string | null> {
  const kept = await readAs(file)
  if (file.type === 'image/gif' || kept === null) return kept !== null && kept.length <= mostSigns ? kept : null
  if (kept.length <= mostSigns && /^image\/(png|jpeg|webp)$/.test(file.type)) return kept
  const bitmap = await createImageBitmap(file).catch(() => null)
  if (!bitmap) return null
  for (const width of [widest, 900, 600, 400]) {
    const drawn = drawAt(bitmap, Math.min(width, bitmap.width))
    if (drawn && drawn.length <= mostSigns) return drawn
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
  canvas.height = Math.round((bitmap.height * width) / bitmap.width)
  const drawing = canvas.getContext('2d')
  if (!drawing) return null
  // JPEG has no transparency: what would be black is white.
  drawing.fillStyle = '#ffffff'
  drawing.fillRect(0, 0, canvas.width, canvas.height)
  drawing.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  return canvas.toDataURL('image/jpeg', 0.85)
}
