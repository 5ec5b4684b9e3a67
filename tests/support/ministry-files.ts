import { ministryFiles as files } from '../../deploy/ministries.ts'
import { openModel } from '../../subgraphs/kit/open-source.ts'
import type { Model } from '../../schema/model/model.ts'

/** The models of the ministries in this house. */
export function ministryFiles(): readonly { readonly name: string; readonly model: Model }[] {
  return files.map(({ name, file }) => ({ name, model: openModel(name, file) }))
}
