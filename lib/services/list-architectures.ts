/** The catalogue of networks, as pages show it to those who choose one. The same for everybody. */
import type { ArchitectureFacts } from '@/lib/contracts/architecture'
// Past the room's door: a page needs the descriptions, and not the trainer behind them.
import { catalogue } from '@/lib/network/catalogue'
import { describeArchitecture } from '@/lib/network/catalogue/architecture'

export const listArchitectures = (): ArchitectureFacts[] => catalogue.map((entry) => describeArchitecture(entry))
