import { readFileSync } from 'node:fs'
import { RollcallError } from '../errors.ts'
import { didYouMean } from '../suggest.ts'
import { type GalleryName, gallery } from './gallery-names.ts'

/** The text of a scenario of the gallery. Throws a `RollcallError` for a name that is not in it. */
export function galleryText(name: GalleryName): string {
  // Only a name of the list becomes a path.
  if (!gallery.includes(name)) {
    const hint = didYouMean(String(name), gallery) ?? `There are ${gallery.join(', ')}.`
    throw new RollcallError('ROLLCALL_E_NAME', `there is no fixture "${name}"`, hint)
  }
  return readFileSync(new URL(`../../scenarios/${name}.yaml`, import.meta.url), 'utf8')
}
