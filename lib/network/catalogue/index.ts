/** Every architecture that a recipe may name. A new one is a file beside this one and a line below. */
import type { TrainedStage } from '@/lib/contracts/recipe'
import { AppError } from '@/lib/domain/errors'
import { alexnet } from './alexnet'
import type { Architecture } from './architecture'
import { globalSmall } from './global-small'
import { globalTable2 } from './global-table-2'
import { localDense } from './local-dense'
import { localSmall } from './local-small'
import { localTable1 } from './local-table-1'
import { tinyGlobal } from './tiny-global'
import { tinyLocal } from './tiny-local'

export const catalogue: readonly Architecture[] = [
  localTable1,
  localDense,
  localSmall,
  tinyLocal,
  globalTable2,
  alexnet,
  globalSmall,
  tinyGlobal,
]

/** @throws AppError `network.unknownArchitecture`, or `network.wrongStage` where it was made for the other stage */
export function findArchitecture(id: string, stage?: TrainedStage): Architecture {
  const found = catalogue.find((entry) => entry.id === id)
  if (!found) {
    const known = catalogue.map((entry) => entry.id).join(', ')
    throw new AppError('network.unknownArchitecture', `There is no architecture “${id}”; choose one of ${known}.`, 422)
  }
  if (stage && found.stage !== stage) {
    throw new AppError(
      'network.wrongStage',
      `The architecture “${id}” is made for the ${found.stage} stage; choose one of the ${stage} stage.`,
      422,
    )
  }
  return found
}
