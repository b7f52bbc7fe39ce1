/** What a reader likes to see; kept in the browser from item to item and from day to day. */
import { z } from 'zod'
import { surroundingsDefault } from './geometry/crop-window'

const viewOptions = z.object({
  isGridShown: z.boolean().default(false),
  isContrast: z.boolean().default(false),
  /** Patch widths that the patch view spans. */
  spans: z.number().min(1).max(8).default(surroundingsDefault),
  /** A number key answers a patch and goes on. */
  isQuick: z.boolean().default(false),
})
export type ViewOptions = z.infer<typeof viewOptions>

export const viewOptionsDefault: ViewOptions = viewOptions.parse({})

/** From stored text; anything odd is the default. */
export function parseViewOptions(text: string | null): ViewOptions {
  if (text === null) return viewOptionsDefault
  try {
    const parsed = viewOptions.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : viewOptionsDefault
  } catch (error) {
    if (error instanceof SyntaxError) return viewOptionsDefault
    throw error
  }
}
