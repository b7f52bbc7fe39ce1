/** The tool and the kind in hand go from one photograph to the next. */
import type { LesionKind } from '@/lib/domain/lesion'
import { createStore } from '@/lib/editor/store'
import type { ToolName } from '@/lib/editor/tools/tool'

export const lastHand = createStore<{ kind: LesionKind; tool: ToolName }>({
  kind: 'microaneurysm',
  tool: 'ellipse',
})
