import { useAct } from '../../../../ui/data.tsx'
import { useMayDo } from '../../../../ui/reader.tsx'
import { addPicture } from '../../picture-actions.ts'
import { PictureLibraryButton } from './PictureLibraryButton.tsx'
import { UploadButton } from './UploadButton.tsx'
import './pictures.css'

/** A picture of one's own, or one from the library; what is uploaded stands there from then on. */
export function PictureChoice({ onPicture }: { readonly onPicture: (address: string) => void }) {
  const add = useAct(addPicture)
  const may = useMayDo(addPicture)
  return (
    <div className="rg-picture-verbs">
      <UploadButton
        onPicture={(picture) => {
          // The template holds it whether or not the library takes it.
          if (may) add.mutate(picture)
          onPicture(picture.address)
        }}
      />
      <PictureLibraryButton size="small" onPick={onPicture} />
    </div>
  )
}
